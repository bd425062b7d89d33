import { css } from "lit";

/** The history, and views of the past. */
export const historyStyles = css`
  .past-tools {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 40px;
    padding-block-end: 16px;
  }
  .past-tools form {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
  }
  .past-tools input {
    inline-size: 156px;
  }
  .history {
    font-size: var(--small);
  }
  .history > .entry {
    display: grid;
    grid-template-columns: 120px 84px minmax(0, 1fr);
    gap: 4px 20px;
    padding-block: 8px;
    border-block-start: 1px solid var(--line);
  }
  .texts .item-title {
    margin-block: 8px 2px;
  }
  .texts del {
    color: var(--bad);
  }
  .texts ins {
    color: var(--good);
    font-weight: inherit;
  }
  @container root (max-width: 640px) {
    .history > .entry {
      grid-template-columns: 1fr auto;
    }
    .history > .entry > div {
      grid-column: 1 / -1;
    }
    .past-tools .field {
      flex: 1 1 144px;
    }
    .past-tools :is(form, input) {
      inline-size: 100%;
    }
  }
`;
