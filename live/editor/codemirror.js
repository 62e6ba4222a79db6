// The parts of CodeMirror 6 that a short piece of Python needs, in the colours of the book.
// `make editor` bundles this file into codemirror.min.js, which the page loads when Edit is pressed for the first time.
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/**
 * @typedef {object} Wanted
 * @property {Element} parent where the editor goes
 * @property {string} code what it begins with
 * @property {string} label its name for screen readers
 * @property {string} hint the id of the text that says which keys run the code and leave the editor
 * @property {() => void} run called by Ctrl-Enter, and Cmd-Enter on a Mac
 * @property {(code: string) => void} changed called after each change by the reader
 */

/** @typedef {{ code: () => string, replace: (code: string) => void, focus: () => void, close: () => void }} Editor */

// The roles that Pygments gives the printed fences, in the theme's variables, which follow light and dark.
const COLOURS = {
  keyword: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword, tags.meta],
  name: [tags.null, tags.bool],
  operator: [tags.operator, tags.operatorKeyword, tags.modifier, tags.derefOperator],
  punctuation: [tags.punctuation, tags.bracket, tags.separator],
  string: [tags.string, tags.special(tags.string)],
  special: [tags.escape],
  number: [tags.number],
  comment: [tags.comment],
  function: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
};

const colours = HighlightStyle.define(
  Object.entries(COLOURS).map(([role, tag]) => ({ tag, color: `var(--md-code-hl-${role}-color)` })),
);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--md-code-bg-color)", color: "var(--md-code-fg-color)" },
  "&.cm-focused": { outline: "2px solid var(--md-accent-fg-color)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "inherit" },
  ".cm-content": { caretColor: "var(--md-code-fg-color)", padding: "0.85em 0" },
  ".cm-line": { padding: "0 1.1em" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--md-accent-fg-color--transparent)" },
});

/**
 * Tab indents, so Escape gives it back to the page until another key is pressed: nobody is caught in the editor.
 * @param {EditorView} view
 */
function freeTab(view) {
  view.setTabFocusMode(Infinity);
  view.dispatch({ effects: EditorView.announce.of("Tab now leaves the editor.") });
  return true;
}

/** @param {() => void} run */
function keys(run) {
  const runs = () => {
    run();
    return true;
  };
  return keymap.of([
    { key: "Mod-Enter", run: runs, preventDefault: true },
    { key: "Ctrl-Enter", run: runs, preventDefault: true },
    { key: "Escape", run: freeTab },
    { key: "Tab", run: indentMore, shift: indentLess },
    ...historyKeymap,
    ...defaultKeymap,
  ]);
}

/**
 * An editor with the focus outside of it.
 * @param {Wanted} wanted
 * @returns {Editor}
 */
export function editor({ parent, code, label, hint, run, changed }) {
  const extensions = [
    keys(run),
    history(),
    pythonLanguage,
    indentUnit.of("    "),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(colours),
    look,
    EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": hint }),
    EditorView.updateListener.of(update => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
  ];
  const view = new EditorView({ parent, state: EditorState.create({ doc: code, extensions }) });
  return {
    code: () => view.state.doc.toString(),
    replace: text => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
