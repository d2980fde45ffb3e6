using Baton.Cli.Agents;
using Baton.Topologies.Definitions;
using Baton.Topologies.Execution;
using Baton.Topologies.Store;

namespace Baton.Cli.Tests.Agents;

public sealed class CatalogTests
{
    [Fact]
    public async Task Agents_are_kept_listed_shown_and_forgotten()
    {
        using Transcript transcript = new();
        transcript.Workspace.Write("lawyer.md", "You know the law.\nQuote it.\n");

        await transcript.RunAsync("agents", "list");
        await transcript.RunAsync("agents", "create", "my_planner", "planner", "--description", "Planning agent");
        await transcript.RunAsync([
            "agents",
            "create",
            "lawyer",
            "specialist",
            "-m",
            "openai:gpt-4o-mini",
            "--system-prompt",
            "@lawyer.md",
            "--capability",
            "law",
            "--capability",
            "memory",
        ]);
        await transcript.RunAsync("agents", "list");
        await transcript.RunAsync("agents", "list", "--role", "planner", "--format", "json");
        await transcript.RunAsync("agents", "list", "--role", "critic");
        await transcript.RunAsync("agents", "show", "lawyer");
        await transcript.RunAsync("agents", "show", "my_planner", "--format", "json");
        await transcript.RunAsync("agents", "create", "lawyer", "critic");
        await transcript.RunAsync("agents", "create", "lawyer", "critic", "--replace");
        await transcript.RunAsync("agents", "export", "my_planner");
        await transcript.RunAsync("agents", "delete", "lawyer");
        await transcript.RunAsync("agents", "delete", "my_planer");
        await transcript.RunAsync("agents", "list");

        ApprovedText.ShouldBeApproved(transcript.Text, "agents-catalog.txt");
    }

    [Fact]
    public async Task What_is_wrong_with_an_agent_is_said_at_once_and_nothing_is_written()
    {
        using Transcript transcript = new();

        await transcript.RunAsync("agents", "create", "My Planner", "planer", "--model", "gpt-4o");
        await transcript.RunAsync("agents", "create", "planner", "planner", "--system-prompt", "@no.md");
        await transcript.RunAsync("agents", "create", "planner");
        await transcript.RunAsync("agents", "list", "--role", "boss");
        await transcript.RunAsync("agents", "show", "nobody");
        await transcript.RunAsync("agents", "export", "nobody", "noone");
        await transcript.RunAsync("agents", "import", "no.yaml");
        await transcript.RunAsync("agents", "lst");

        ApprovedText.ShouldBeApproved(transcript.Text, "agents-wrong.txt");
        File.Exists(transcript.Workspace.PathOf("agent.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_exported_can_be_imported_elsewhere_and_is_the_same()
    {
        using Transcript transcript = new();
        transcript.Workspace.Write("debate.yaml", Teams.Debate);
        await transcript.RunAsync("agents", "import", "debate.yaml");
        ToolRun exported = await transcript.RunAsync("agents", "export");
        transcript.Workspace.Write("exported.yaml", exported.Output);

        await transcript.RunAsync("agents", "import", "exported.yaml", "--db", "sqlite+aiosqlite:///./other.db");
        ToolRun again = await transcript.RunAsync("agents", "export", "--db", "other.db");
        ToolRun named = await transcript.RunAsync("agents", "export", "my_debate");

        again.ShouldBe(exported);
        named.ShouldBe(exported);
        File.Exists(transcript.Workspace.PathOf("other.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_mixins_are_those_that_agents_can_be_given()
    {
        ToolRun run = await ToolRun.Of("agents", "mixins");

        run.Output.Split('\n')
            .Skip(1)
            .Where(line => line.Length > 0)
            .Select(line => line.Split(' ')[0])
            .ShouldBe(["tool_use", "memory", "reasoning", "human_in_loop", "structured_output"]);
    }

    [Fact]
    public void The_words_of_options_are_those_of_the_library()
    {
        AgentWords.Roles.ShouldBe(Enum.GetValues<AgentRole>().Select(role => AgentWords.Of(role)));
        AgentWords.Statuses.ShouldBe(Enum.GetValues<ExecutionStatus>().Select(status => AgentWords.Of(status)));
        AgentWords.Durabilities.ShouldBe(Enum.GetValues<Durability>().Select(each => AgentWords.Of(each)));
    }

    [Fact]
    public async Task A_password_in_the_address_of_the_store_is_not_shown()
    {
        ToolRun run = await ToolRun.Of(
            "agents",
            "list",
            "--db",
            "postgresql://kim:hush@127.0.0.1:1/nowhere?connect_timeout=1"
        );

        run.ExitCode.ShouldBe(2);
        (run.Output + run.Error).ShouldNotContain("hush");
    }
}
