export const lazy = "lazy first";
