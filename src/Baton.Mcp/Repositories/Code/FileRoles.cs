using System.Collections.Frozen;

namespace Baton.Mcp.Repositories.Code;

/// <summary>Judges by its path what a file is there for.</summary>
internal static class FileRoles
{
    private static readonly FrozenSet<string> Support = FrozenSet.ToFrozenSet(
        [
            "test",
            "tests",
            "__tests__",
            "testing",
            "spec",
            "specs",
            "e2e",
            "fixtures",
            "mocks",
            "__mocks__",
            "conftest",
            "benchmark",
            "benchmarks",
            "bench",
            "scripts",
            "tools",
            "hack",
            "ci",
            ".github",
            ".circleci",
            "migrations",
            "alembic",
            "evals",
            "eval",
            "evaluation",
            "stories",
            "cypress",
            "playwright",
            "testdata",
            "integration",
            "test-utils",
            ".claude",
            "deployment",
            "infra",
            "ops",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly FrozenSet<string> Example = FrozenSet.ToFrozenSet(
        [
            "example",
            "examples",
            "sample",
            "samples",
            "demo",
            "demos",
            "docs",
            "doc",
            "documentation",
            "tutorial",
            "tutorials",
            "cookbook",
            "notebooks",
            "playground",
            "website",
            "www",
            "landing",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The role of a file.</summary>
    public static FileRole Of(string path)
    {
        // Packages of Java are named `com.example.demo` without being examples.
        int package =
            path.IndexOf("/src/main/", StringComparison.Ordinal) is >= 0 and var inner ? inner
            : path.StartsWith("src/main/", StringComparison.Ordinal) ? 0
            : -1;
        string[] segments = (package >= 0 ? path[..package] + path[path.LastIndexOf('/')..] : path).Split('/');
        string name = segments[^1];
        // `tools` of an agent are its product; at the top they are the repository's own.
        bool isSupport =
            segments[..^1]
                .Select((segment, depth) => (segment, depth))
                .Any(part =>
                    Support.Contains(part.segment)
                    && (part.depth == 0 || part.segment is not ("tools" or "scripts" or "integration"))
                )
            || segments[..^1]
                .Any(segment =>
                    segment.EndsWith(".Tests", StringComparison.OrdinalIgnoreCase)
                    || segment.EndsWith("-tests", StringComparison.OrdinalIgnoreCase)
                    || segment.EndsWith(".Test", StringComparison.OrdinalIgnoreCase)
                )
            || name.StartsWith("test_", StringComparison.Ordinal)
            || name.EndsWith("_test.py", StringComparison.Ordinal)
            || name.EndsWith("_test.go", StringComparison.Ordinal)
            || name.Contains(".test.", StringComparison.Ordinal)
            || name.Contains(".spec.", StringComparison.Ordinal)
            || name.Contains(".stories.", StringComparison.Ordinal)
            || name.EndsWith("Test.java", StringComparison.Ordinal)
            || name.EndsWith("Tests.java", StringComparison.Ordinal)
            || name.EndsWith("Tests.cs", StringComparison.Ordinal)
            || name is "conftest.py" or "setup.py" or "noxfile.py" or "gulpfile.js";
        return isSupport ? FileRole.Support
            : segments[..^1].Any(Example.Contains) ? FileRole.Example
            : FileRole.Product;
    }
}
