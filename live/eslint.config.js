// What TypeScript does not see: code that policy or style forbids. Names that do not exist are TypeScript's to find.
import js from "@eslint/js";

export default [
  { ignores: ["**/*.min.js"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-undef": "off",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-var": "error",
      "prefer-const": "error",
      "max-lines-per-function": ["error", { max: 30, skipBlankLines: true, skipComments: true }],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text becomes a node by textContent." },
        { property: "outerHTML", message: "Text becomes a node by textContent." },
        { property: "insertAdjacentHTML", message: "Text becomes a node by textContent." },
      ],
    },
  },
];
