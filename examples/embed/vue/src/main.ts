import { createApp } from "vue";
import SubProcessors from "./SubProcessors.vue";

createApp(SubProcessors).mount("#app");
