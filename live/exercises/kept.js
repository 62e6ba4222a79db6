/** The reader's progress on this page, one for all that show it. */
import { Progress } from "./progress.js";

/** The browser's storage, where it has one for us. */
function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

export const progress = new Progress(storage());
addEventListener("storage", event => progress.hear(event));
