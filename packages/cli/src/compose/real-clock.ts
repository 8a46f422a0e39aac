export { systemClock as realClock } from "@bellwether/host";
