import { SubProcessors } from "./sub-processors";

export default function Page() {
  return (
    <main>
      <h1>Sub-processors</h1>
      <SubProcessors />
    </main>
  );
}
