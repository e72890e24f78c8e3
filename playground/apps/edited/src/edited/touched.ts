export const touched = "first";
