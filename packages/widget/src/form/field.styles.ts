import { css } from "lit";

/** Controls with their labels, and buttons: of the search and of forms. */
export const fieldStyles = css`
  .field {
    display: grid;
    gap: 4px;
    font-size: var(--small);
    min-width: 0;
  }
  .field > span {
    font-weight: 600;
  }
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    width: 100%;
    min-height: 36px;
    padding: 6px 10px;
    border: 1px solid color-mix(in srgb, currentColor 55%, transparent);
    border-radius: var(--radius);
    background: transparent;
  }
  select {
    max-width: 16em;
  }
  option {
    background: Canvas;
    color: CanvasText;
  }
  .quiet:hover {
    background: var(--faint);
  }
  .primary {
    background: var(--accent);
    border-color: var(--accent);
    color: light-dark(#fff, #10151c);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--accent) 88%, currentColor);
  }
  @container (max-width: 640px) {
    select {
      max-width: none;
    }
  }
`;
