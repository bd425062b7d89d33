import { css } from "lit";

/** Search and filters of the list. */
export const filterStyles = css`
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: end;
  }
  .controls .search {
    flex: 1 1 14em;
    max-width: 24em;
  }
  .controls .found {
    flex: 1 1 100%;
    display: flex;
    gap: 12px;
  }
  @container (max-width: 640px) {
    .controls .field {
      flex: 1 1 100%;
      max-width: none;
    }
  }
`;
