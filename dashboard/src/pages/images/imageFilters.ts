import type { Filter } from "~/filters/filters";
import { sourceLabel } from "~/ui/SourceBadge";

export const imageFilters: readonly Filter[] = [
  { key: "source", label: "Source", options: ["message_response", "scheduler", "history_start"].map((value) => ({ value, label: sourceLabel(value) })) },
  { key: "user", label: "User", placeholder: "Name, username or id" },
  { key: "persona", label: "Persona", dimension: "persona" },
  { key: "dataset", label: "Dataset", dimension: "dataset" },
  { key: "style", label: "Style", dimension: "style" },
  { key: "model", label: "Model", dimension: "model" },
  { key: "provider", label: "Provider", dimension: "provider" },
  { key: "resolution", label: "Resolution", dimension: "resolution" },
  { key: "lora", label: "LoRA", dimension: "lora" },
  { key: "status", label: "Status", options: [{ value: "succeeded", label: "Succeeded" }, { value: "failed", label: "Failed" }] },
];

/** Those that a question takes too: statistics are of names, and not of typed texts. */
export const countedFilters = imageFilters.filter((filter) => filter.key !== "user").map((filter) => filter.key);
