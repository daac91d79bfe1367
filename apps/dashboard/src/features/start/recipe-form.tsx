import type { Recipe } from "@trainwire/protocol";
import { type FormEvent, useState } from "react";
import { useClient } from "../../shared/client-context.tsx";
import { problemText } from "../../shared/problem-text.ts";
import { parseTags } from "../../shared/tags.ts";
import { checkTyped, initialTyped, type Typed } from "./form-values.ts";
import { ParameterField } from "./parameter-field.tsx";

/** What `RecipeForm` starts. */
export interface RecipeFormProps {
  readonly recipe: Recipe;
  /** Told the id of the training that was started. */
  readonly onStarted: (trainId: string) => void;
}

/** The parameters of a recipe, and the start of a training from it. */
export function RecipeForm({ recipe, onStarted }: RecipeFormProps) {
  const client = useClient();
  const [typed, setTyped] = useState<Typed>(() => initialTyped(recipe.parameters));
  const [wasTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const checked = checkTyped(recipe.parameters, typed);
  const problems = checked.ok || !wasTried ? {} : checked.problems;
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!checked.ok) {
      const [first] = Object.keys(checked.problems);
      document.getElementById(first ?? "")?.focus();
      return;
    }
    const form = new FormData(event.currentTarget);
    const text = (field: string): string => {
      const value = form.get(field);
      return typeof value === "string" ? value.trim() : "";
    };
    const name = text("training-name");
    const tags = parseTags(text("training-tags"));
    setBusy(true);
    try {
      const { train_id } = await client.startTraining({
        recipe: recipe.name,
        params: checked.params,
        ...(name !== "" && { name }),
        ...(tags.length > 0 && { tags }),
      });
      onStarted(train_id);
    } catch (error) {
      setProblem(problemText(error));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="card flex flex-col gap-4 p-5">
      <div>
        <h2 className="text-base font-semibold">{recipe.title}</h2>
        {recipe.description && <p className="mt-1 max-w-prose text-muted">{recipe.description}</p>}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        {recipe.parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={typed[parameter.name] ?? ""}
            problem={problems[parameter.name] ?? null}
            onChange={(value) => setTyped((before) => ({ ...before, [parameter.name]: value }))}
          />
        ))}
      </div>
      <div className="grid gap-4 border-t border-line pt-4 sm:grid-cols-2">
        <label className="grid gap-1">
          <span className="font-medium">Name</span>
          <input name="training-name" maxLength={256} className="input" />
        </label>
        <label className="grid gap-1">
          <span className="font-medium">Tags, with commas between</span>
          <input name="training-tags" className="input" />
        </label>
      </div>
      {(problem ?? recipe.unavailable) && (
        <p role="alert" className="text-bad">
          {problem ?? `It cannot be started now: ${recipe.unavailable}`}
        </p>
      )}
      <button
        type="submit"
        disabled={isBusy || recipe.unavailable !== undefined}
        className="button button-primary h-8 self-start px-4"
      >
        Start
      </button>
    </form>
  );
}
