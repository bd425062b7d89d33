import type { Severity } from "@trust-center/authoring";
import type { Result } from "./results.ts";

const commands: Record<Severity, string> = { error: "error", warning: "warning", note: "notice" };

/**
 * What was found, as workflow commands that annotate lines of a pull request, a line each:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const githubOf = (results: readonly Result[]): string[] =>
  results.map(({ severity, id, file, line, column, message }) => {
    const properties = { file, line, col: column, title: id };
    const named = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
    return `::${commands[severity]} ${named.join(",")}::${escapeData(message)}`;
  });

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
