export const text = "lazy first";
