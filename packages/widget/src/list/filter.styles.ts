import { css } from "lit";

/** Search and filters of the list, and what is found. */
export const filterStyles = css`
  .tools {
    display: grid;
    grid-template-columns: minmax(200px, 1fr) 2.4fr;
    gap: 12px;
    align-items: end;
  }
  .filters {
    display: none;
  }
  .choices {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 12px;
    align-items: end;
    hyphens: auto;
  }
  .found {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px 16px;
    margin-block-start: 12px;
    font-size: var(--small);
  }
  .checkboxes {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
  }
  .check {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-block-size: 24px;
  }
  .check input {
    flex: none;
    accent-color: currentColor;
    margin: 0;
    inline-size: 16px;
    block-size: 16px;
  }
  .check:has(:disabled) {
    color: var(--muted);
  }
  .arrange[open] {
    flex-basis: 100%;
  }
  .arrangement {
    display: grid;
    grid-template-columns: minmax(10em, 16em) minmax(0, 1fr);
    gap: 12px 24px;
    padding-block: 12px;
    border-block-end: 1px solid var(--line);
  }
  fieldset {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(13em, 1fr));
    gap: 4px 20px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
    font-size: var(--small);
  }
  legend {
    padding: 0;
    font-weight: 600;
  }
  mark {
    background: color-mix(in srgb, var(--accent) 20%, transparent);
    color: inherit;
    text-decoration: underline 2px var(--accent);
  }
  .hit-below {
    border-color: transparent;
    padding-block-end: 4px;
  }
  .hit {
    display: block;
    padding-block-end: 10px;
    padding-inline-start: 24px;
    border-block-end: 1px solid var(--line);
  }
  .hit > td {
    display: block;
    padding: 0;
  }
  @container root (max-width: 860px) {
    .tools {
      grid-template-columns: minmax(0, 1fr);
    }
    .filters {
      display: flex;
      gap: 8px;
      align-items: center;
      min-block-size: 44px;
      font-size: var(--small);
      font-weight: 600;
    }
    .filters[aria-expanded="false"] + .choices {
      display: none;
    }
    .arrangement {
      grid-template-columns: minmax(0, 1fr);
    }
    .choices {
      grid-auto-flow: row;
      grid-template-columns: repeat(auto-fill, minmax(10em, 1fr));
    }
  }
  @media (forced-colors: active) {
    mark {
      background: Mark;
      color: MarkText;
    }
  }
`;
