import type { RecipeParameter } from "@trainwire/protocol";

/** What `ParameterField` asks for. */
export interface ParameterFieldProps {
  readonly parameter: RecipeParameter;
  readonly value: string | boolean;
  /** What is wrong with it; null: nothing, or nobody was told yet. */
  readonly problem: string | null;
  readonly onChange: (value: string | boolean) => void;
}

/** One parameter of a recipe, with what it takes and what is wrong with what was typed. */
export function ParameterField({ parameter, value, problem, onChange }: ParameterFieldProps) {
  const { name, title, unit, description } = parameter;
  const described = `${name}-about`;
  const range = rangeText(parameter);
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={name} className="font-medium">
        {title}
        {unit && <span className="font-normal text-faint"> ({unit})</span>}
      </label>
      <Control
        parameter={parameter}
        value={value}
        problem={problem}
        described={described}
        onChange={onChange}
      />
      <p id={described} className={`text-xs ${problem === null ? "text-faint" : "text-bad"}`}>
        {problem ?? [description, range].filter(Boolean).join(" ")}
      </p>
    </div>
  );
}

function Control({
  parameter: { name, type, choices, max_length },
  value,
  problem,
  described,
  onChange,
}: ParameterFieldProps & { readonly described: string }) {
  const shared = { id: name, name, "aria-describedby": described, "aria-invalid": problem !== null };
  if (typeof value === "boolean") {
    return (
      <input
        {...shared}
        type="checkbox"
        checked={value}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4 accent-(--accent)"
      />
    );
  }
  if (type === "choice") {
    return (
      <select {...shared} value={value} onChange={(event) => onChange(event.target.value)} className="input">
        {choices?.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...shared}
      inputMode={type === "integer" ? "numeric" : type === "number" ? "decimal" : "text"}
      maxLength={max_length}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className="input"
    />
  );
}

function rangeText({ min, max, default: value }: RecipeParameter): string {
  const range =
    min !== undefined && max !== undefined
      ? `From ${min} to ${max}.`
      : min !== undefined
        ? `At least ${min}.`
        : max !== undefined
          ? `At most ${max}.`
          : "";
  return value === undefined ? `${range} Has to be given.`.trim() : range;
}
