import { UsageError } from "@trust-center/authoring";

/** Several mistakes of a file, each of them a line of the message, whatever stands in the file. */
export class MistakesError extends UsageError {
  constructor(mistakes: readonly string[], evidence: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(mistakes.map((one) => one.replace(/\s*[\r\n]+\s*/g, " ")).join("\n"), evidence, options);
  }
}
