import { css } from "lit";

/** What was checked, and how to do it oneself. */
export const checksStyles = css`
  .checks {
    display: grid;
    grid-template-columns: 3fr 2fr;
    gap: 24px 40px;
    margin-block-start: 12px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--line);
    font-size: var(--small);
  }
  .checks .heading {
    font-size: inherit;
    margin-block-end: 8px;
  }
  .checks li {
    display: flex;
    gap: 8px;
    margin-block-end: 8px;
  }
  .checks .icon {
    margin-block-start: 3px;
    color: var(--good);
  }
  .checks .no .icon {
    color: var(--warn);
  }
  .checks :is(.command, .facts) {
    margin-block-start: 8px;
    align-content: start;
  }
  @container root (max-width: 860px) {
    .checks {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
