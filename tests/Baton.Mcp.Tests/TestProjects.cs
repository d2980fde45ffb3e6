namespace Baton.Mcp.Tests;

/// <summary>Projects as users have them.</summary>
internal static class TestProjects
{
    /// <summary>A project whose agent is a Python function.</summary>
    public static TempWorkspace Python(string agent, int inputs = 3, string settings = "")
    {
        TempWorkspace workspace = new();
        workspace.Write("agent.py", agent);
        workspace.Write(
            "configs/simulation.yaml",
            $"""
            name: shop
            runner:
              target: "agent:run"
              workers: 1
            {settings}
            """
        );
        workspace.Write(
            "inputs/generated.yaml",
            "inputs:\n" + string.Concat(Enumerable.Range(1, inputs).Select(number => $"  - input: question {number}\n"))
        );
        return workspace;
    }

    /// <summary>An agent that answers at once, and fails at the second question.</summary>
    public const string Answering = """
        import fluxloop

        @fluxloop.tool
        def look_up(question):
            return {"found": question}

        def run(input):
            look_up(input)
            if input == "question 2":
                raise ValueError("no such order")
            return "You said " + input
        """;

    /// <summary>An agent that answers the second question once the file <c>go2</c> is there, the third one with <c>go3</c>.</summary>
    public const string Waiting = """
        import asyncio, os

        async def run(input):
            open("started", "a").write("x")
            while input != "question 1" and not os.path.exists("go" + input[-1]):
                await asyncio.sleep(0.02)
            return "You said " + input
        """;
}
