import { csvOf } from "~/charts/series";
import type { ImageRecord } from "./Picture";

const fields: (keyof ImageRecord)[] = [
  "id", "created_at", "user_id", "username", "first_name", "source", "persona_id", "persona_name", "dataset_id", "style", "model", "provider", "resolution", "status", "generation_time", "cost",
  "prompt", "full_prompt", "negative_prompt", "image_url", "meta",
];

/** Selected images as a file, in the fields of the server's own exports. */
export function fileOf(images: readonly ImageRecord[], format: "csv" | "json" | "ndjson"): Blob {
  if (format === "json") return new Blob([JSON.stringify(images, null, 2)], { type: "application/json" });
  if (format === "ndjson") return new Blob([images.map((image) => JSON.stringify(image) + "\n").join("")], { type: "application/x-ndjson" });
  const text = (value: unknown) => (value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
  return new Blob([csvOf([fields, ...images.map((image) => fields.map((field) => text(image[field])))])], { type: "text/csv" });
}
