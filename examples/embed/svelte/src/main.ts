import { mount } from "svelte";
import SubProcessors from "./SubProcessors.svelte";

mount(SubProcessors, { target: document.getElementById("app") as HTMLElement });
