import { Link } from "@tanstack/react-router";
import { useTrainings } from "@trainwire/client/react";
import type { Recipe, RecipeList } from "@trainwire/protocol";
import { ChevronLeft, NotebookText } from "lucide-react";
import { useClient } from "../../shared/client-context.tsx";
import { formatCount } from "../../shared/format/number.ts";
import { CommandLine } from "../../shared/ui/command-line.tsx";
import { Notice } from "../../shared/ui/notice.tsx";
import { PageTitle } from "../../shared/ui/page-title.tsx";
import { useAnswer } from "../../shared/use-answer.ts";
import { RecipeForm } from "./recipe-form.tsx";

/** What `StartPage` shows. */
export interface StartPageProps {
  /** The recipe that the address names; null: the first one. */
  readonly recipe: string | null;
  readonly onRecipe: (name: string) => void;
  readonly onStarted: (trainId: string) => void;
}

/** Starts a training from one of the server's recipes. */
export function StartPage({ recipe, onRecipe, onStarted }: StartPageProps) {
  const client = useClient();
  const { answer, problem } = useAnswer("recipes", (signal) => client.recipes({ signal }));
  const chosen = answer?.recipes.find(({ name }) => name === recipe) ?? answer?.recipes[0];
  return (
    <>
      <PageTitle>Start a training · Trainwire</PageTitle>
      <Link to="/" className="mb-2 inline-flex h-6 items-center gap-0.5 text-muted hover:text-ink">
        <ChevronLeft aria-hidden="true" size={15} className="-ml-1" />
        All trainings
      </Link>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-lg font-semibold tracking-tight">Start a training</h1>
        <QueueLength />
      </div>
      {answer === null && <p className="card p-6 text-faint">{problem ?? "Reading the recipes…"}</p>}
      {answer !== null && chosen === undefined && <NoRecipes />}
      {answer !== null && chosen !== undefined && (
        <div className="grid items-start gap-3 md:grid-cols-[16rem_minmax(0,1fr)]">
          <RecipeChoice recipes={answer.recipes} chosen={chosen} onRecipe={onRecipe} />
          <RecipeForm key={chosen.name} recipe={chosen} onStarted={onStarted} />
        </div>
      )}
      {answer !== null && <BrokenFiles problems={answer.problems} />}
    </>
  );
}

/** How many wait already: what is started now comes after them. */
function QueueLength() {
  const { trainings } = useTrainings(useClient());
  const running = trainings.filter(
    ({ status, recipe }) => status === "running" && recipe !== undefined,
  ).length;
  const queued = trainings.filter(({ queue_position }) => queue_position !== undefined).length;
  if (queued === 0 && running === 0) return <p className="text-muted">Nothing waits before it</p>;
  return (
    <p className="text-muted">
      {formatCount(running)} running, {formatCount(queued)} in the queue before it
    </p>
  );
}

interface RecipeChoiceProps {
  readonly recipes: readonly Recipe[];
  readonly chosen: Recipe;
  readonly onRecipe: (name: string) => void;
}

function RecipeChoice({ recipes, chosen, onRecipe }: RecipeChoiceProps) {
  return (
    <nav aria-label="Recipes" className="card flex flex-col p-1.5">
      {recipes.map(({ name, title, launcher, gpus, unavailable }) => (
        <button
          key={name}
          type="button"
          aria-current={name === chosen.name ? "true" : undefined}
          onClick={() => onRecipe(name)}
          className="rounded-md px-3 py-2 text-left hover:bg-hover aria-[current=true]:bg-hover"
        >
          <span className="block font-medium">{title}</span>
          <span className="block text-xs text-muted">
            {[launcher, gpus > 0 ? `${gpus} GPU` : null, unavailable ? "not now" : null]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </button>
      ))}
    </nav>
  );
}

function NoRecipes() {
  return (
    <Notice icon={NotebookText} title="This server has no recipes">
      <p>
        A recipe is a YAML file that names a command and its parameters. Give the server the folder that holds
        them:
      </p>
      <CommandLine label="Serve with recipes" command="npm start -- --recipes ./recipes" />
    </Notice>
  );
}

function BrokenFiles({ problems }: Pick<RecipeList, "problems">) {
  if (problems.length === 0) return null;
  return (
    <section aria-label="Files that hold no recipe" className="card mt-3 p-4">
      <h2 className="font-semibold">Files that hold no recipe</h2>
      <ul className="mt-1 text-muted">
        {problems.map(({ file, message }) => (
          <li key={file} className="wrap-anywhere">
            <span className="font-mono text-xs text-ink">{file}</span>: {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
