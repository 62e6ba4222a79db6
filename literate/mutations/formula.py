"""The tokens of a formula, and what of them belongs together: what mistakes in equations are made of."""

from literate.equations.tokens import tokens
from literate.mutations import Edit

COLOURS = {r"\data", r"\pred", r"\grad", r"\target"}
GROUPS = {r"\mathbf", r"\hat", r"\bar", r"\sqrt"} | COLOURS
GREEK = {r"\alpha", r"\sigma", r"\eta", r"\lambda", r"\varepsilon", r"\theta", r"\kappa", r"\xi"}


class Formula:
    """The tokens of a formula, and what of them belongs together."""

    def __init__(self, tex: str):
        self.tex, self.tokens = tex, tokens(tex)[:-1]
        self.says = [token.says for token in self.tokens]
        self.mathematics = self._mathematics()
        self.indices = {j for i, says in enumerate(self.says) if says == "_" for j in range(i + 1, self.after(i + 1))}

    def __len__(self) -> int:
        return len(self.tokens)

    def _mathematics(self) -> set[int]:
        r"""The numbers of the tokens but for the names of environments and the second argument of \shape."""
        hidden: set[int] = set()
        for i, says in enumerate(self.says):
            if says in (r"\begin", r"\end"):
                hidden.update(range(i, self.after(i + 1)))
            elif says == r"\shape":
                hidden.update(range(self.after(i + 1), self.after(self.after(i + 1))))
        return set(range(len(self))) - hidden

    def at(self, i: int) -> str:
        return self.says[i] if 0 <= i < len(self) else ""

    def after(self, i: int) -> int:
        """The number of the token after the group or the token that starts at i."""
        if self.at(i) not in ("{", "("):
            return i + 1
        depth, closing = 0, {"{": "}", "(": ")"}[self.at(i)]
        for j in range(i, len(self)):
            depth += (self.says[j] == self.says[i]) - (self.says[j] == closing)
            if depth == 0:
                return j + 1
        return len(self)

    def factor(self, i: int) -> int | None:
        """The number of the token after the factor that starts at i, its scripts and primes included, or None."""
        token = self.tokens[i] if i < len(self) else None
        if not token or self.at(i - 1) in ("_", "^"):
            return None
        if token.says in GROUPS:
            end = self.after(i + 1)
        elif token.says == r"\frac":
            end = self.after(self.after(i + 1))
        elif token.kind in ("letter", "number") or token.says in GREEK or token.says == "(":
            end = self.after(i)
        else:
            return None
        while self.at(end) in ("_", "^", "'"):
            end = end + 1 if self.at(end) == "'" else self.after(end + 1)
        return end

    def inner(self, i: int) -> list[int]:
        """The numbers of the tokens of the script that starts at i, its braces aside."""
        end = self.after(i)
        return list(range(i + 1, end - 1)) if self.at(i) == "{" else list(range(i, end))

    def text(self, i: int, j: int) -> str:
        return self.tex[self.tokens[i].start : self.tokens[j - 1].end]

    def edit(self, i: int, j: int, new: str, operator: str) -> Edit:
        return Edit(self.tokens[i].start, self.tokens[j - 1].end, new, operator)
