export const end = "end first";
