"""The tools that rule the order of versions in their ecosystems, each asked many pairs at once.

A tool answers each pair with -1, 0, 1, or nothing when it refuses one of the two versions.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import packaging
from packaging.version import InvalidVersion, Version

Pairs = Sequence[tuple[str, str]]
Answers = list[int | None]

_SECONDS = 3_600
"""dpkg and its like take one pair a process: 20,000 pairs are many minutes on a busy machine."""


class NotHere(Exception):
    """The tool is not on this machine; says what is missing."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it is called, and how it is asked."""

    name: str
    ask: Callable[[Pairs], Answers]
    version: Callable[[], str]


def _needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise NotHere(program)
    return found


def _run(command: Sequence[str], text: str = "", folder: Path | None = None) -> str:
    done = subprocess.run(
        [_needs(command[0]), *command[1:]],
        input=text,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
        cwd=folder,
    )
    if done.returncode:
        raise NotHere(f"{command[0]}: {done.stderr.strip()[-400:]}")
    return done.stdout


def _lines(pairs: Pairs) -> str:
    return "".join(f"{left}\t{right}\n" for left, right in pairs)


def _answers(printed: str) -> Answers:
    return [None if line == "-" else int(line) for line in printed.split()]


def _script(program: str, name: str, source: str, *before: str) -> Callable[[Pairs], Answers]:
    """A tool asked by a script of ours: pairs on standard input, an answer a line."""

    def ask(pairs: Pairs) -> Answers:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            file.write_text(source)
            return _answers(_run([program, *before, str(file)], _lines(pairs)))

    return ask


def _packaging(pairs: Pairs) -> Answers:
    out: Answers = []
    for left, right in pairs:
        try:
            one, other = Version(left), Version(right)
        except InvalidVersion:
            out.append(None)
        else:
            out.append((one > other) - (one < other))
    return out


def _dpkg(pairs: Pairs) -> Answers:
    # dpkg takes one pair a process and warns about a version it does not like.
    source = """
while IFS='\t' read -r left right; do
  if dpkg --compare-versions "$left" lt "$right" 2>/dev/null; then echo -1
  elif dpkg --compare-versions "$left" gt "$right" 2>/dev/null; then echo 1
  else echo 0; fi
done
"""
    kept = [pair for pair in pairs if all(_debian_takes(version) for version in pair)]
    given = iter(_script("bash", "compare.sh", source)(kept))
    return [next(given) if all(map(_debian_takes, pair)) else None for pair in pairs]


def _debian_takes(version: str) -> bool:
    """Debian policy, 5.6.12: what else dpkg compares with a warning is no version."""
    upstream = version.partition(":")[2] if ":" in version else version
    return upstream[:1].isdigit() and not upstream.endswith("-")


_NPM = """
const semver = require(process.env.SEMVER);
const lines = require("fs").readFileSync(0, "utf8").split("\\n").slice(0, -1);
console.log(lines.map((line) => {
  const [left, right] = line.split("\\t").map((v) => semver.parse(v, { loose: true }));
  return left && right ? semver.compare(left, right, true) : "-";
}).join("\\n"));
"""


def _semver_of_npm() -> str:
    return str(Path(_run(["npm", "root", "-g"]).strip()) / "npm/node_modules/semver")


def _npm(pairs: Pairs) -> Answers:
    source = _NPM.replace("process.env.SEMVER", repr(_semver_of_npm()))
    return _script("node", "compare.js", source)(pairs)


_RUBY = """
STDIN.each_line(chomp: true) do |line|
  left, right = line.split("\\t")
  if Gem::Version.correct?(left) && Gem::Version.correct?(right)
    puts(Gem::Version.new(left) <=> Gem::Version.new(right))
  else
    puts "-"
  end
end
"""

_ELIXIR = """
IO.stream(:stdio, :line)
|> Enum.each(fn line ->
  [left, right] = line |> String.trim_trailing("\\n") |> String.split("\\t")
  answer =
    with {:ok, one} <- Version.parse(left), {:ok, other} <- Version.parse(right) do
      case Version.compare(one, other) do
        :lt -> "-1"
        :eq -> "0"
        :gt -> "1"
      end
    else
      _ -> "-"
    end
  IO.puts(answer)
end)
"""

_PHP = """<?php
require 'Composer/Semver/autoload.php';
$parser = new Composer\\Semver\\VersionParser();
while (($line = fgets(STDIN)) !== false) {
    [$left, $right] = explode("\\t", rtrim($line, "\\n"));
    try {
        $left = $parser->normalize($left);
        $right = $parser->normalize($right);
    } catch (UnexpectedValueException $refused) {
        echo "-\\n";
        continue;
    }
    $less = Composer\\Semver\\Comparator::lessThan($left, $right);
    $more = Composer\\Semver\\Comparator::greaterThan($left, $right);
    $same = Composer\\Semver\\Comparator::equalTo($left, $right);
    echo $less ? "-1" : ($more ? "1" : ($same ? "0" : "-")), "\\n";
}
"""

_LUA = """
for line in io.lines("%s") do
  local left, right = line:match("^(.-)\\t(.*)$")
  local fine, answer = pcall(function()
    local one, other = rpm.ver(left), rpm.ver(right)
    if one == nil or other == nil then return nil end
    return one < other and -1 or (other < one and 1 or 0)
  end)
  print((fine and answer or "-") .. "\\n")
end
"""


def _rpm(pairs: Pairs) -> Answers:
    with tempfile.TemporaryDirectory() as folder:
        given, script = Path(folder) / "pairs", Path(folder) / "compare.lua"
        given.write_text(_lines(pairs))
        script.write_text(_LUA % given)
        return _answers(_run(["rpm", "--eval", f'%{{lua:dofile("{script}")}}']))


_JAVA = """
import java.io.*;
import org.apache.maven.artifact.versioning.ComparableVersion;

public class Compare {
    public static void main(String[] given) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] pair = line.split("\\t");
            int found = new ComparableVersion(pair[0]).compareTo(new ComparableVersion(pair[1]));
            System.out.println(Integer.signum(found));
        }
    }
}
"""


def _maven_jar() -> Path:
    home = Path(_needs("mvn")).resolve().parent.parent
    found = sorted(home.glob("lib/maven-artifact-*.jar"))
    if not found:
        raise NotHere("maven-artifact")
    return found[0]


def _maven(pairs: Pairs) -> Answers:
    jar = _maven_jar()
    lang = sorted(jar.parent.glob("commons-lang3*.jar"))
    path = ":".join(str(one) for one in (jar, *lang))
    return _script("java", "Compare.java", _JAVA, "-cp", path)(pairs)


_GO = """package main

import (
\t"bufio"
\t"fmt"
\t"os"
\t"strings"

\t"golang.org/x/mod/semver"
)

func main() {
\tin := bufio.NewScanner(os.Stdin)
\tout := bufio.NewWriter(os.Stdout)
\tdefer out.Flush()
\tfor in.Scan() {
\t\tleft, right, _ := strings.Cut(in.Text(), "\\t")
\t\tleft, right = "v"+left, "v"+right
\t\tif !semver.IsValid(left) || !semver.IsValid(right) {
\t\t\tfmt.Fprintln(out, "-")
\t\t\tcontinue
\t\t}
\t\tfmt.Fprintln(out, semver.Compare(left, right))
\t}
}
"""


def _go(pairs: Pairs) -> Answers:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "main.go").write_text(_GO)
        _run(["go", "mod", "init", "compare"], folder=folder)
        _run(["go", "get", "golang.org/x/mod/semver"], folder=folder)
        return _answers(_run(["go", "run", "."], _lines(pairs), folder))


_RUST = """use std::io::BufRead;

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (left, right) = line.split_once('\\t').unwrap();
        match (semver::Version::parse(left), semver::Version::parse(right)) {
            (Ok(one), Ok(other)) => println!("{}", one.cmp_precedence(&other) as i8),
            _ => println!("-"),
        }
    }
}
"""


def _cargo(pairs: Pairs) -> Answers:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _run(["cargo", "init", "--quiet", "--vcs", "none", "--name", "compare"], folder=folder)
        (folder / "src/main.rs").write_text(_RUST)
        _run(["cargo", "add", "--quiet", "semver"], folder=folder)
        return _answers(_run(["cargo", "run", "--quiet"], _lines(pairs), folder))


def _says(*command: str) -> Callable[[], str]:
    return lambda: _run(command).strip().splitlines()[0]


def _apk(pairs: Pairs) -> Answers:
    # One process answers one pair; an invalid version is told by its own test.
    source = """
while IFS='\t' read -r left right; do
  if apk version --quiet --check "$left" "$right" | grep -q .; then echo -; continue; fi
  case $(apk version --test "$left" "$right") in '<') echo -1;; '>') echo 1;; *) echo 0;; esac
done
"""
    _needs("apk")
    return _script("bash", "compare.sh", source)(pairs)


TOOLS: dict[str, Tool] = {
    "Alpine": Tool("apk", _apk, _says("apk", "--version")),
    "Debian": Tool("dpkg", _dpkg, _says("dpkg", "--version")),
    "Go": Tool("golang.org/x/mod/semver", _go, _says("go", "version")),
    "Hex": Tool("Elixir Version", _script("elixir", "compare.exs", _ELIXIR), lambda: "Elixir"),
    "Maven": Tool("Maven ComparableVersion", _maven, lambda: _maven_jar().resolve().name),
    "Packagist": Tool(
        "Composer Semver",
        _script("php", "compare.php", _PHP, "-d", "include_path=/usr/share/php"),
        _says("php", "--version"),
    ),
    "PyPI": Tool("packaging", _packaging, lambda: packaging.__version__),
    "Red Hat": Tool("rpm", _rpm, _says("rpm", "--version")),
    "RubyGems": Tool(
        "Gem::Version", _script("ruby", "compare.rb", _RUBY), _says("gem", "--version")
    ),
    "crates.io": Tool("semver (Rust)", _cargo, _says("cargo", "--version")),
    "npm": Tool("semver of npm", _npm, _says("npm", "--version")),
}
UNVERIFIED = ("GitHub Actions", "NuGet", "Pub")
"""Ecosystems whose own tool is found neither in Debian nor in a registry of packages."""
