import { css } from "lit";

/** What was checked, and how to do it oneself. */
export const checksStyles = css`
  .checks {
    display: grid;
    gap: 12px;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .checks li {
    display: flex;
    gap: 8px;
    max-width: 75ch;
  }
  .checks li + li {
    margin-block-start: 6px;
  }
  .checks .icon {
    margin-block-start: 4px;
    color: var(--good);
  }
  .checks .no .icon {
    color: var(--warn);
  }
  .checks .command {
    display: block;
    padding: 8px 12px;
    background: var(--faint);
    border-radius: 3px;
    font-size: var(--small);
  }
`;
