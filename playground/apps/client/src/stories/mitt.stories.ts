import mitt from "mitt";

export const render = () => String(typeof mitt().on);
