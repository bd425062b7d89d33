import { css } from "lit";

/** The history of changes. Their kinds and reasons look as they do among what changes next. */
export const historyStyles = css`
  .history {
    list-style: none;
    display: grid;
    gap: 0;
  }
  .history > .entry {
    display: grid;
    grid-template-columns: 8em minmax(0, 1fr);
    gap: 4px 24px;
    padding-block: 12px;
    border-block-end: 1px solid var(--line);
  }
  .history > .entry:first-child {
    border-block-start: 1px solid var(--line);
  }
  .history > .entry time {
    color: var(--soft);
    font-size: var(--small);
  }
  .history .before {
    text-decoration: line-through;
  }
  @container (max-width: 640px) {
    .history > .entry {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
`;
