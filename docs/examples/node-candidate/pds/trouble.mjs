// PDS gave no usable answer.
export class Trouble extends Error {}
