namespace Baton.Cli.Tests.Agents;

/// <summary>Teams that play scripts, to be written into a folder with <see cref="Write"/>.</summary>
internal static class Teams
{
    /// <summary>Three agents that debate.</summary>
    public const string Debate = """
        agents:
          advocate: {role: specialist, description: Argues for it, config: {model: "scripted:for.json"}}
          sceptic: {role: critic, description: Argues against it, config: {model: "scripted:against.json"}}
          judge: {role: synthesizer, description: Decides, config: {model: "scripted:verdict.json"}}
        topology:
          name: my_debate
          description: Two argue, one decides
          type: debate
          config: {max_rounds: 1}
          members: {proponent: advocate, opponent: sceptic, mediator: judge}

        """;

    /// <summary>Two stages, the second of which fails as long as <c>second.json</c> says so.</summary>
    public const string Pipeline = """
        agents:
          first: {role: planner, config: {model: "scripted:first.json"}}
          second: {role: executor, config: {model: "scripted:second.json", max_retries: 0}}
        topology:
          name: two
          type: pipeline
          config: {retry_failed_stages: false}
          members: {plan: first, work: second}

        """;

    /// <summary>Two stages; a person approves what the first one says.</summary>
    public const string Careful = """
        agents:
          first: {role: planner, config: {model: "scripted:first.json", capabilities: [human_in_loop]}}
          second: {role: executor, config: {model: "scripted:second.json"}}
        topology:
          name: careful
          type: pipeline
          members: {plan: first, work: second}

        """;

    /// <summary>Writes the teams and their scripts.</summary>
    public static void Write(TempWorkspace workspace)
    {
        workspace.Write("debate.yaml", Debate);
        workspace.Write("pipeline.yaml", Pipeline);
        workspace.Write("for.json", Reply("""{"stance": "for", "argument": "It is so.", "agreement": 0.1}"""));
        workspace.Write("against.json", Reply("""{"stance": "against", "argument": "It is not.", "agreement": 0.2}"""));
        workspace.Write(
            "verdict.json",
            Reply("""{"winner": "draw", "verdict": "Both have a point.", "confidence": 0.7}""")
        );
        workspace.Write("first.json", Reply("the plan"));
        workspace.Write("second.json", """{"replies": [{"failure": {"kind": "unauthorized", "message": "no key"}}]}""");
    }

    /// <summary>A script of one answer.</summary>
    public static string Reply(string text) =>
        $$$"""{"replies": [{"text": {{{System.Text.Json.JsonSerializer.Serialize(text)}}}, "usage": {"input": 100, "output": 20}}], "repeat": true}""";
}
