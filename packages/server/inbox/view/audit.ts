import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "../desk.ts";
import { words } from "../words.ts";
import { cell, mailbox, said, table, utc } from "./pieces.ts";

/** Who signed in and did what. */
export function auditView(desk: Desk): TemplateResult {
  const { audit } = desk;
  const file = { name: "audit.csv", type: "text/csv" };
  return html`<section class="section first" aria-labelledby="h-audit">
    <div class="head"><h1 id="h-audit">${words.audit}</h1>
      <button type="button" class="link" @click=${() => desk.save("audit/export", file)}>${words.exportCsv}</button></div>
    ${said(desk, `save ${file.name}`)}
    ${
      audit === undefined
        ? html`<p class="bone" aria-busy="true"><span class="unseen">${words.loading}</span></p>`
        : audit.lines.length === 0
          ? html`<p class="muted none">${words.noAudit}</p>`
          : table(
              words.audit,
              [words.when, words.who, words.what, words.about, { end: words.result }],
              audit.lines.map(
                (line) => html`<tr role="row"><th role="rowheader" scope="row" class="whole">${utc(line.at)}</th>
                ${cell(words.who, html`${mailbox(line.name)}<span class="meta block">${line.role}</span>`)}
                ${cell(words.what, words.acts[line.action] ?? html`<code>${line.action}</code>`)}
                ${cell(words.about, line.about ? aboutOf(line.about) : html`<span class="muted">${words.nothing}</span>`)}
                ${cell(
                  words.result,
                  line.status === undefined
                    ? words.begun
                    : line.status < 300
                      ? words.succeeded
                      : words.refused(line.status),
                  true,
                )}</tr>`,
              ),
            )
    }
    ${
      audit?.next
        ? html`<p class="acts"><button type="button" class="btn" @click=${() => desk.readAudit(audit.next)}>${words.older}</button></p>`
        : nothing
    }
  </section>`;
}

/** Ids as they are; an outcome in words. */
const aboutOf = (about: string): TemplateResult[] =>
  about.split(" ").map((part) => html`${words.outcomes[part] ?? html`<code>${part}</code>`} `);
