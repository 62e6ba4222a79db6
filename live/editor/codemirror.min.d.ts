// The bundle is typed as its source is.
export * from "./codemirror.js";
