using Baton.Mcp.Repositories;

namespace Baton.Mcp.Tests.Repositories;

public sealed class EditPlanTests
{
    [Fact]
    public void A_plan_makes_a_project_and_leaves_the_code_alone()
    {
        using Repository repository = new(Samples.All["python-class"]);

        EditPlan plan = EditPlan.Propose(repository.Root);

        plan.Pattern.ShouldBe("python-class");
        plan.Edits.Select(edit => (edit.File, edit.Kind))
            .ShouldBe([
                ("baton/configs/simulation.yaml", EditKind.Create),
                ("baton/inputs/generated.yaml", EditKind.Create),
                (".gitignore", EditKind.Create),
            ]);
        EditPlan.Validate(plan, repository.Root).ShouldBeEmpty();
        Directory.Exists(repository.PathOf("baton")).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(GoldenPatternTests.Names), MemberType = typeof(GoldenPatternTests))]
    public void Every_proposed_plan_is_valid_for_every_pattern_found(string name)
    {
        using Repository repository = new(Samples.All[name]);

        foreach (
            string pattern in RepositoryAnalysis
                .Analyze(repository.Root)
                .Patterns.Select(found => found.Pattern)
                .Distinct()
        )
        {
            EditPlan plan = EditPlan.Propose(repository.Root, pattern);
            EditPlan.Validate(plan, repository.Root).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("node_modules/\n")]
    [InlineData("node_modules/\n*.log\n*.log\n")]
    [InlineData("node_modules/\n\n\n")]
    [InlineData("no line end")]
    public void The_ignore_file_gets_two_lines_at_its_end_and_loses_them_again(string known)
    {
        using Repository repository = new(Samples.All["python-class"]);
        repository.Write(".gitignore", known);

        EditPlan plan = EditPlan.Propose(repository.Root);

        EditPlan.Validate(plan, repository.Root).ShouldBeEmpty();
        string after = EditPlan.Preview(plan, repository.Root)[".gitignore"];
        after.ShouldStartWith(known);
        after.Split('\n').ShouldContain("baton/experiments/");
        FileEdit edit = plan.Edits.Single(edit => edit.File == ".gitignore");
        after.Replace(edit.Rollback.Anchor!, edit.Rollback.Text, StringComparison.Ordinal).ShouldBe(known);
    }

    [Fact]
    public void A_configuration_that_is_there_keeps_all_but_its_target()
    {
        using Repository repository = new(Samples.All["python-class"]);
        repository.Write(
            "baton/configs/simulation.yaml",
            "name: mine\nrunner:\n  target: \"old:run\"\n\n  # how long\n  timeout_seconds: 5\n\n# results\noutput:\n  directory: results\n"
        );

        EditPlan plan = EditPlan.Propose(repository.Root);

        EditPlan.Validate(plan, repository.Root).ShouldBeEmpty();
        string after = EditPlan.Preview(plan, repository.Root)["baton/configs/simulation.yaml"];
        after.ShouldStartWith("name: mine\nrunner:\n  target: bot:ShopBot.respond\n");
        after.ShouldNotContain("old:run");
        after.ShouldEndWith("\n# results\noutput:\n  directory: results\n");
    }

    [Fact]
    public void A_plan_for_a_pattern_that_was_not_found_is_refused()
    {
        using Repository repository = new(Samples.All["python-class"]);

        string message = Should
            .Throw<RepositoryException>(() => EditPlan.Propose(repository.Root, "python-clas"))
            .Message;

        message.ShouldContain("did you mean `python-class`");
    }

    [Fact]
    public void A_repository_without_an_agent_is_told_so()
    {
        using Repository repository = new("README.md", "nothing here\n");

        Should
            .Throw<RepositoryException>(() => EditPlan.Propose(repository.Root))
            .Message.ShouldContain("runner.target");
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    [InlineData("c:\\b")]
    [InlineData(".git/config")]
    [InlineData("")]
    [InlineData("linked/file.txt")]
    [InlineData("link.txt")]
    [InlineData("agent.py/below")]
    [InlineData("folder")]
    [InlineData("agent.py")]
    public void A_new_file_must_be_a_free_place_inside(string path)
    {
        using Repository repository = new("agent.py", "x = 1\n", "folder/x.txt", "");
        Directory.CreateDirectory(repository.Outside("elsewhere"));
        File.WriteAllText(repository.Outside("note.txt"), "");
        Directory.CreateSymbolicLink(repository.PathOf("linked"), repository.Outside("elsewhere"));
        File.CreateSymbolicLink(repository.PathOf("link.txt"), repository.Outside("note.txt"));

        EditPlan plan = Plan(
            new FileEdit
            {
                File = path,
                Kind = EditKind.Create,
                Text = "x",
                Reason = "",
                Rollback = new FileRollback(EditKind.Delete, null, null),
            }
        );

        EditPlan.Validate(plan, repository.Root).ShouldHaveSingleItem().File.ShouldBe(path);
    }

    [Theory]
    [InlineData(EditKind.Replace, "missing", "y", "y", "missing", "anchor")]
    [InlineData(EditKind.Replace, "x", "y", "y", "x", "more than once")]
    [InlineData(EditKind.Replace, "x = 1", "y = 1", "z", "x = 1", "rollback")]
    [InlineData(EditKind.InsertAfter, null, "y", "y", "", "anchor")]
    [InlineData(EditKind.Delete, null, "", null, null, "undo")]
    public void A_change_must_find_its_anchor_once_and_be_undone(
        EditKind kind,
        string? anchor,
        string text,
        string? back,
        string? restored,
        string expected
    )
    {
        using Repository repository = new("agent.py", "x = 1\nx2 = 2\n");

        EditPlan plan = Plan(
            new FileEdit
            {
                File = "agent.py",
                Kind = kind,
                Anchor = anchor,
                Text = text,
                Reason = "",
                Rollback = new FileRollback(EditKind.Replace, back, restored),
            }
        );

        EditPlan.Validate(plan, repository.Root).ShouldHaveSingleItem().Message.ShouldContain(expected);
        File.ReadAllText(repository.PathOf("agent.py")).ShouldBe("x = 1\nx2 = 2\n");
    }

    [Fact]
    public void A_configuration_that_Baton_would_refuse_makes_a_plan_invalid()
    {
        using Repository repository = new("agent.py", "");

        EditPlan plan = Plan(
            new FileEdit
            {
                File = "baton/configs/simulation.yaml",
                Kind = EditKind.Create,
                Text = "runner:\n  targett: \"a:b\"\n",
                Reason = "",
                Rollback = new FileRollback(EditKind.Delete, null, null),
            }
        );

        EditPlan
            .Validate(plan, repository.Root)
            .ShouldContain(problem => problem.Message.Contains("did you mean `target`", StringComparison.Ordinal));
    }

    private static EditPlan Plan(params FileEdit[] edits) =>
        new()
        {
            Pattern = "python",
            Confidence = 1,
            Edits = edits,
            Prerequisites = [],
            Checks = [],
        };
}
