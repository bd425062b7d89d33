import { css } from "lit";

/** Title, badge, the answers, the way to each section. */
export const headStyles = css`
  header {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 4px 24px;
    align-items: start;
  }
  .title {
    display: grid;
    gap: 4px;
    justify-items: start;
  }
  .badge {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    font-size: var(--small);
    min-block-size: 24px;
  }
  .badge :is(.icon:first-child, strong) {
    color: var(--tone);
  }
  .answer {
    margin-block-start: 20px;
    padding-block: 16px;
    border-block: 1px solid var(--line);
    display: grid;
    grid-template-columns: auto auto auto 1fr;
    gap: 4px 40px;
  }
  .answer .note {
    display: block;
  }
  .answer > div:nth-child(4) {
    justify-self: end;
    text-align: end;
  }
  .index,
  .page > .prose,
  .intro {
    margin-block-start: 16px;
  }
  .index ul {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 24px;
  }
  .index :is(a, button) {
    font-size: var(--small);
  }
  .index li {
    min-block-size: 24px;
  }
  .index button {
    display: none;
  }
  .folded .prose {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .intro:not(.folded) > .more {
    display: none;
  }
  @container root (max-width: 860px) {
    .answer {
      grid-template-columns: 1fr 1fr;
      gap: 12px 24px;
    }
    .answer > div:nth-child(4) {
      justify-self: start;
      text-align: inherit;
    }
  }
  @container root (max-width: 640px) {
    header {
      grid-template-columns: 1fr;
    }
    .subscribe {
      justify-self: start;
      margin-block-start: 12px;
    }
    .answer {
      grid-template-columns: 1fr;
      gap: 8px;
    }
    .answer > div {
      display: grid;
      grid-template-columns: 104px minmax(0, 1fr);
      column-gap: 8px;
      hyphens: auto;
    }
    .index button {
      display: flex;
      gap: 8px;
      align-items: center;
      min-block-size: 44px;
      font-weight: 600;
    }
    .index button[aria-expanded="false"] + ul {
      display: none;
    }
    .index ul {
      display: grid;
      gap: 12px;
      padding-block: 8px;
    }
  }
`;
