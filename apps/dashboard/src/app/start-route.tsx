import { useNavigate, useSearch } from "@tanstack/react-router";
import { StartPage } from "../features/start/start-page.tsx";
import { rememberActiveTraining } from "../shared/active-training.ts";

/** The form of the recipe that the address names; what it starts is opened, and is the active training. */
export function StartRoute() {
  const { recipe } = useSearch({ from: "/start" });
  const navigate = useNavigate({ from: "/start" });
  return (
    <StartPage
      recipe={recipe ?? null}
      onRecipe={(name) => void navigate({ search: { recipe: name }, replace: true })}
      onStarted={(id) => {
        rememberActiveTraining(id);
        void navigate({ to: "/trainings/$id", params: { id }, search: {} });
      }}
    />
  );
}
