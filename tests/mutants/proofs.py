"""Why some mutants say nothing false: each kind of them with its proof."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Proof:
    """Mutants of a kind whose file and `line before => line after` match these patterns, and why they are true."""

    kind: str
    file: str
    change: str
    because: str


A, Z = "(?P<a>.*)", "(?P<z>.*) => (?P=a)"  # the line around what changes
OUTSIDE = r"(?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*"  # every parenthesis that opens closes
UPPER = r"(?=.*\\frac\{(?:\(z \+ h\) - z\}\{h|h - 0\}\{h|h \+ \\alpha h\}\{2 h)\})"  # where Leaky ReLU is seen above 0
ONE = r"(?=.*\\frac\{(?:\(z \+ h\) - z|h - 0)\}\{h\})"  # and where its slope there is all that is stated
PROOFS = [
    Proof(
        "equations",
        ".*",
        rf"{A}\(-(?P<x>[\w.]+)\)\^2{Z}\((?P=x)\)\^2(?P=z)",
        "The square of a number is the square of its opposite.",
    ),
    Proof("equations", ".*", rf"{A}\(-1\)\^2{Z}\(-1\)\^4(?P=z)", "Every even power of -1 is 1."),
    Proof(
        "equations",
        ".*10-initialisation.md",
        rf"{A}E \\left\( f\(z\)\^2 \+ f\(-z\)\^2{Z}E \\left\( f\(z\)\^2 \+ f\( *z\)\^2(?P=z)",
        "The mean over all draws is the same for z and for -z, which are equally likely: the sentence before says so.",
    ),
    Proof(
        "equations",
        ".*10-initialisation.md",
        rf"{A}x_d x_m E \(w_d w_m\){Z}x_d x_d E \(w_d w_m\)(?P=z)",
        "The mean of the product of two different weights is 0, so that what stands before it matters only where d is m.",
    ),
    Proof(
        "equations",
        ".*10-initialisation.md",
        rf"{A}\\mu = E w_d{Z}\\mu = E w_m(?P=z)",
        "All weights of a neuron have the same mean.",
    ),
    Proof(
        "equations",
        ".*04-the-loss.md",
        rf"{A}\(x_n - \\bar{{x}}\) \(y_n - \\bar{{y}}\){Z}\(x_n - \\bar{{x}}\) \(y_n \+ \\bar{{y}}\)(?P=z)",
        "The sum of all x_n - x̄ is 0, so that what is added to every y_n does not matter.",
    ),
    Proof(
        "equations",
        ".*01-a-neuron.md",
        rf"{A}&= \(\\hat{{y}}_0 - 3 \\hat{{y}}_4 \+ 2 \\hat{{y}}_6\){Z}&= [23] \(\\hat{{y}}_0 - 3 .*",
        "The predictions of a line at 0, 4 and 6, taken 1, -3 and 2 times, add up to 0: the next line of the page says so.",
    ),
    Proof(
        "equations",
        ".*05-the-chain-rule.md",
        r"\\frac{\\partial J}{\\partial b} = (?P<z>.*) => \\frac{\\partial J}{\\partial z } = (?P=z)",
        "z = w x + b has the slope 1 in b, so that J has the same slope in both.",
    ),
    Proof(
        "equations",
        ".*04-the-loss.md",
        rf"{A}\(x_n - \\bar{{x}}\) \(y_n - \\bar{{y}}\){Z}\(x_n \+ \\bar{{x}}\) \(y_n - \\bar{{y}}\)(?P=z)",
        "The sum of all y_n - ȳ is 0, so that what is added to every x_n does not matter.",
    ),
    Proof(
        "equations",
        ".*05-the-chain-rule.md",
        rf"{A}(?P<slope>\\frac{{\\partial}}{{\\partial w_j}} \\left\( )a - y(?P<end> \\right\)){Z}(?P=slope)a \+ y(?P=end)(?P=z)",
        "The target y does not depend on the weight: its slope is 0, added or subtracted.",
    ),
    Proof(
        "equations",
        ".*05-the-chain-rule.md",
        rf"{A}(?P<terms>\\frac{{\\partial}}{{\\partial w_j}} \\left\( \\sum_{{d=1}}\^{{D}} w_d x_d )\+ b - y{Z}(?P=terms)[-+] [by] *[-+] [by] *(?P=z)",
        "Bias and target do not depend on the weight: their slopes are 0.",
    ),
    Proof(
        "equations",
        ".*08-learning.md",
        rf"{A}\$w = b = 0\${Z}\$w = [23] b = 0\$(?P=z)",
        "A multiple of b is 0 where b is.",
    ),
    Proof(
        "equations",
        ".*11-softmax-and-cross-entropy.md",
        rf"{A}(?P<x>(?:p_c \()?1 - p_)c(?P<end>\)? & \\text{{if }} k = c){Z}(?P=x)k ?(?P=end)(?P=z)",
        "Where k is c, the share of k is the share of c.",
    ),
    Proof(
        "equations",
        ".*11-softmax-and-cross-entropy.md",
        rf"{A}p_c(?P<end> \(1 - p_c\) & \\text{{if }} k = c){Z}p_k ?(?P=end)(?P=z)",
        "Where k is c, the share of k is the share of c.",
    ),
    Proof(
        "equations",
        ".*11-softmax-and-cross-entropy.md",
        rf"{A}&= -y_c \+ p_c \\sum_{{k=1}}\^{{C}} y_k{Z}&= -y_c \+ p_c \\sum_{{k=1}}\^{{C}} p ?_k(?P=z)",
        "The shares sum to 1, and so do the targets.",
    ),
    Proof("equations", ".*", rf"{A}(?<![\w.}}^])1\^\d{Z}1(?:\^\d)?(?P=z)", "Every power of 1 is 1."),
    Proof("equations", ".*", rf"{A}(?<![\w.}}^])1 \\cdot (?=\w){Z} ?(?P=z)", "1 times a number is the number."),
    Proof("equations", ".*", rf"{A}2 \\cdot 2(?!\d){Z}2 \+ +2(?!\d)(?P=z)", "2 times 2 is 2 plus 2."),
    Proof(
        "equations",
        ".*",
        rf"{A}(?<![\w.}}^])[-+]? ?[\w.]+ \\cdot 0(?![\d.^]){Z}(?:[-+]? ?[\w.]+ *\\cdot )? ?0(?P=z)",
        "Any number times 0 is 0, added or subtracted.",
    ),
    Proof("equations", ".*", rf"{A}[-+] 0(?![\d.^]){Z}[-+] 0(?P=z)", "To add 0 is to subtract 0."),
    Proof(
        "equations",
        ".*01-a-neuron.md",
        r"&= \(-12 \+ 12\) w \+ \(1 - 3 \+ 2\) b(?P<z>.*) => &= (?:[23] )?\(-12 \+ 12\) \w+ *[-+] \(1 - 3 \+ 2\) \w+ *(?P=z)",
        "What stands in the parentheses is 0, twice, so that it does not matter what it is multiplied by.",
    ),
    Proof(
        "equations",
        ".*06-leaky-relu.md",
        rf"{UPPER}{A}f(?P<t>\((?:z|z \+ h|h)\)){Z} ?(?P=t)(?P=z)",
        "On the upper branch f is the number itself.",
    ),
    Proof(
        "equations",
        ".*06-leaky-relu.md",
        rf"(?=\\frac{{f){A}f\(0\){Z} ?\(0\)(?P=z)",
        "f(0) is 0.",
    ),
    Proof(
        "equations",
        ".*06-leaky-relu.md",
        rf"{A}f\(h\) - f\(0\){Z}f\(h\) \+ f\(0\)(?P=z)",
        "f(0) is 0, added or subtracted.",
    ),
    Proof(
        "equations",
        ".*06-leaky-relu.md",
        rf"{ONE}{A}\\frac{{(?P<over>[^{{}}]*)}}{{(?P<under>[^{{}}]*)}}{Z}\\frac{{(?P=under)}}{{(?P=over)}}(?P=z)",
        "The slope is 1: over and under the line stands the same number.",
    ),
    Proof(
        "equations",
        ".*06-leaky-relu.md",
        r"f'\(f\(z\)\) = f'\(z\) => f'\( ?\(z\)\) = f'\(z\)",
        "Both sides are the same.",
    ),
    Proof(
        "equations",
        ".*14-normalisation.md",
        r"(?P<a>.*)G \\(?:mathbf{e}|hat{\\mathbf{x}}) = \\mathbf{0}(?P<z>.*) => (?P=a)G \\mathbf{0 } = \\mathbf{0}(?P=z)",
        "Every matrix takes the vector of zeros to itself.",
    ),
    Proof(
        "equations",
        ".*14-normalisation.md",
        rf"{A}\\frac{{\\partial s}}{{\\partial v}}{Z}\\frac{{\\partial s}}{{\\partial \\varepsilon }}(?P=z)",
        "The deviation depends on v + ε alone, so that it has the same slope in both.",
    ),
    Proof(
        "equations",
        ".*14-normalisation.md",
        rf"{A}\\frac{{\\partial v}}{{\\partial c_n}}{Z}\\frac{{\\partial v}}{{\\partial x _n}}(?P=z)",
        "By the mean, x_n does not move the variance, for the distances from the mean add up to 0: the slope is that in c_n.",
    ),
    Proof(
        "equations",
        ".*14-normalisation.md",
        rf"{A}(?P<mean>\\partial \\mu(?:_n)?}}{{\\partial )(?:x_n|X_{{nd}}){Z}(?P=mean)(?:x_[mk] |X_{{n[nmk] }})(?P=z)",
        "The mean has the same slope in each of its numbers.",
    ),
    Proof(
        "equations",
        ".*14-normalisation.md",
        rf"{A}dx_2 (?P<is>&= .*- 13\.5){Z}dx_3 (?P=is)(?P=z)",
        "The second and the third number are equal, and so are the slopes in their outputs.",
    ),
    Proof(
        "equations",
        ".*14-normalisation.md",
        rf"{A}J\(r \\mathbf{{w}}\){Z}J\((?:[dkmnBDHKN]|\\eta|) ?\\mathbf{{w}}\)(?P=z)",
        "Whatever positive number the weights are multiplied by, the normalised output is the same.",
    ),
    Proof(
        "equations",
        ".*14-normalisation.md",
        rf"{A}\\mathbf{{w}} - \\eta \\mathbf{{g}}{Z}\\mathbf{{w}} \+ \\eta \\mathbf{{g}}(?P=z)",
        "The gradient is at right angles to the weights: a step against it lengthens them as a step along it does.",
    ),
    Proof(
        "code in fences",
        ".*prerequisites.md|.*13-regularisation.md|.*14-normalisation.md",
        rf"{A}\b(?P<u>a|dx|w) @ (?P<v>b|x_hat|x1|new)\b{Z}(?P=v) @ (?P=u)\b(?P=z)",
        "A dot product of two vectors has no order, and vectors they are where this is printed.",
    ),
    Proof(
        "code in fences",
        ".*prerequisites.md",
        rf"{A}\+ 5 \* 0{Z}- 5 \* 0(?P=z)",
        "5 times 0 is 0, added or subtracted.",
    ),
    Proof(
        "code in fences",
        ".*08-learning.md",
        rf"{A}lambdas\[-1\]{Z}lambdas\[1\](?P=z)",
        "A line has two parameters, so that there are two eigenvalues: the last is the second.",
    ),
    Proof(
        "code in fences",
        ".*prerequisites.md",
        rf"{A}X.(?:sum|mean|max|min)\(axis=(?P<k>[01])\).shape{Z}X.(?:sum|mean|max|min)\(axis=(?P=k)\).shape(?P=z)",
        "All of them remove the axis, and only the shape is printed.",
    ),
    Proof(
        "code in fences",
        ".*01-a-neuron.md|.*prerequisites.md",
        r"(?P<field>neuron\.w|here\.x) = .* => (?P=field) = .*",
        "A field of a frozen dataclass is not set, whatever the value: the same error is raised.",
    ),
    Proof(
        "code in fences",
        ".*02-activation-functions.md",
        r"@dataclass\(frozen=True\) => @dataclass\(frozen=False\)",
        "Chapter 2 says nothing of who may change its draft of a neuron; chapter 1 does, and shows it.",
    ),
    Proof(
        "code in fences",
        ".*08-learning.md",
        rf"{A}eigvalsh\(X1\.T @ X1 / len\(x\)\)\[-1\]{Z}eigvalsh\(X1 @ X1\.T / len\(x\)\)\[-1\](?P=z)",
        "A matrix times its transpose has the same largest eigenvalue in both orders.",
    ),
    Proof(
        "code in fences",
        ".*prerequisites.md",
        r"x, y, c, N = \[1, 2, 3\], \[10, 20, 30\], 5, 3 => x, y, c, N = \[\d, \d, \d\], \[\d+, \d+, \d+\], \d, \d",
        "The rules of sums that the asserts below state hold for all numbers.",
    ),
    Proof(
        "code in fences",
        ".*05-the-chain-rule.md",
        rf'{A}(?P<key>\w=)"black"{Z}(?P=key)"BLACK"(?P=z)',
        "Matplotlib reads the names of its colours in capitals too.",
    ),
    Proof(
        "code in fences",
        ".*",
        rf"(?P<a>assert (?!not ){OUTSIDE}) (?P<than>[<>]) (?P<z>.*) => (?P=a) (?P=than)= (?P=z)",
        "What is less is also at most as much: the assert says less, and it is true.",
    ),
    Proof(
        "code in fences",
        ".*",
        rf"(?P<a>print\({OUTSIDE}\.round\()(?P<k>\d+)(?P<z>\).*) => (?P=a)\d+(?P=z)",
        "What is printed is compared: where other digits print the same, the page says the same.",
    ),
    Proof(
        "code in fences",
        ".*",
        rf"{A}(?P<if>'passes' if error) < 1e-6{Z}(?P=if) <= 1e-6(?P=z)",
        "No error is 1e-6 to the last digit: those that are printed as passing are far below, and the others above.",
    ),
    Proof(
        "code in fences",
        ".*",
        r"(?P<a>assert (?!not ).*) and (?P<z>[^:]*) => (?P=a) or (?P=z)",
        "Where both hold, one of them does: the assert says less, and it is true.",
    ),
    Proof(
        "code in fences",
        ".*",
        rf"{A}(?P<drawn>rng\.random\([\w(), ]*\)) < (?P<than>[\w.]+){Z}(?P=drawn) <= (?P=than)(?P=z)",
        "Of the many numbers that may be drawn one alone could be the bound, and none of those drawn is.",
    ),
    Proof(
        "code in fences",
        ".*10-initialisation.md",
        rf"{A}mean {{z\.mean\(\):{Z}mean {{z\.sum\(\):(?P=z)",
        "The mean of these numbers is 0, and so is their sum.",
    ),
    Proof(
        "code in fences",
        ".*13-regularisation.md",
        r"for _ in range\(2000\): => for _ in range\(200[1-3]\):",
        "Descent has arrived, and a step more leads nowhere.",
    ),
    Proof(
        "code in fences",
        ".*13-regularisation.md",
        rf"{A}s \* rng\.choice\(\(-1\.0, 1\.0\){Z}s / rng\.choice\(\(-1\.0, 1\.0\)(?P=z)",
        "To divide by 1 or -1 is to multiply by it.",
    ),
    Proof(
        "code in fences",
        ".*15-training.md",
        r"rng = np\.random\.default_rng\(0\) => rng = np\.random\.default_rng\(\d\)"
        r"|(?P<y>y = one_hot\(rng\.integers\()0, 10(?P<rest>, rows\).*) => (?P=y)\d, 10(?P=rest)",
        "Here an epoch is timed, whose time depends on the shapes, and not on the numbers that are drawn.",
    ),
    Proof(
        "code in fences",
        ".*15-training.md",
        r"train\(Chain\(layers\), X, y, epochs=1, (?P<z>rng=rng, \*\*\(settings)(?: \| dict\(batch_size=128\))?\)\)"
        r" => train\(Chain\(layers\), X, y, epochs=[1-4], (?P=z)(?: \| dict\(batch_size=1\d\d\))?\)\)",
        "The page states a ratio of two times, in which the rows of a batch and the number of epochs cancel.",
    ),
    Proof(
        "code in fences",
        ".*09-backpropagation.md|.*13-regularisation.md",
        r"(?P<a>.*(?:dA_zero|w\.round\(2\)))(?: \+ 0(?:\.0)?)(?P<z>.*) => (?P=a)(?: [-+] 0(?:\.0)?)?(?P=z)",
        "To add 0 changes nothing but the sign of 0 where a library gives it one.",
    ),
    Proof(
        "code in fences",
        ".*09-backpropagation.md",
        r"tree_map\(.*, model, wider\) => tree_map\(.*, model, wider\)",
        "The two models are of unequal shapes, which is refused whatever is to be done with their leaves.",
    ),
    Proof(
        "code in fences",
        ".*14-normalisation.md",
        r"other = 1000 \* x - 77 => other = \d+ \* x(?: [-+] \d+)?",
        "Normalising undoes every factor and every shift: the page says so.",
    ),
    Proof(
        "code in fences",
        ".*03-many-inputs.md",
        rf'{A}(?P<of>"(?:transpose|sum-t|sum|product-t|product)"\])\[-1\]{Z}(?P=of)\[\+?1\](?P=z)',
        "The layouts are measured in two sizes: the last is the second.",
    ),
    Proof(
        "code in fences",
        ".*07-vectorised-gradients.md",
        rf"{A}\((?P<n>\d), (?P<d>\d)\)\), rng=rng\)  # passes{Z}\((?:(?P=n), \d|\d, (?P=d))\)\), rng=rng\)  # passes(?P=z)",
        "The gradient passes for an array of any shape.",
    ),
    Proof(
        "code in fences",
        ".*08-learning.md",
        rf"{A}x\[y == label\]\.mean\(axis=0\) for label{Z}x\[y == label\]\.sum\(axis=0\) for label(?P=z)",
        "The images are drawn from their lightest pixel to their darkest: the sum is the mean but for a factor.",
    ),
    Proof(
        "code in fences",
        ".*06-leaky-relu.md",
        r"z \*= -1 => z \*= \+1",
        "In the fence whose array may not be written into: whatever the factor, writing raises the same error.",
    ),
    Proof(
        "code in the module",
        ".*activations.py",
        rf"{A}np\.minimum\(z, 0\)\)\){Z}np\.minimum\(z, [1-9]\)\)\)(?P=z)",
        "Where the exponential is taken, z is at most 0: the smaller of z and any positive number is z.",
    ),
    Proof(
        "code in the module",
        ".*activations.py",
        rf"{A}np\.clip\(z, -60, 60\){Z}np\.clip\(z, -(?:60|[6-9]\d), (?:60|[6-9]\d)\)(?P=z)",
        "Beyond 60 the gate is so far from 0 that its slope is 0, which the number at hand is multiplied by.",
    ),
    Proof(
        "code in the module",
        ".*pictures.py",
        rf"{A}\b(?P<u>rows|columns) @ (?P<v>np\.arange\([hw]\)){Z}(?P=v) @ (?P=u)(?P=z)",
        "A dot product of two vectors has no order: these are a picture's sums over one axis, and its places.",
    ),
    Proof(
        "code in the module",
        ".*training.py",
        rf"{A}nullcontext\(lambda run: None\){Z}nullcontext\(lambda run: 0\)(?P=z)",
        "What a callback gives back is read by nobody.",
    ),
    Proof(
        "shapes",
        ".*07-vectorised-gradients.md",
        rf"{A}\\shape\{{(?P<x>d\\mathbf\{{z\}})\}}\{{N \\times 1\}}{Z}\\shape\{{(?P=x)\}}\{{N\}}(?P=z)",
        "A vector of N entries; as a column it has the shape N x 1, which the page of notation lets a term say.",
    ),
]
