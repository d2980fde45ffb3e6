using Baton.Mcp.Repositories.Patterns;

namespace Baton.Mcp.Repositories.Integration;

/// <summary>The files of a project of Baton's in a repository.</summary>
internal static class ProjectFiles
{
    /// <summary>The configuration's place.</summary>
    public const string Configuration = BatonFolder.Project + "/configs/simulation.yaml";

    /// <summary>The inputs' place.</summary>
    public const string Inputs = BatonFolder.Project + "/inputs/generated.yaml";

    private const string Before = """
        # How Baton rehearses the agent of this repository: baton run experiment --yes
        iterations: 1
        parallel_runs: 1

        personas:
          - name: newcomer
            description: Meets the agent for the first time and asks in plain words.
          - name: regular
            description: Knows what the agent can do and wants facts.

        inputs_file: inputs/generated.yaml


        """;

    private const string After = """

        output:
          directory: experiments

        """;

    private const string FirstInputs = """
        # What the simulated users say first; put your own users' words here.
        generated_inputs:
          - input: "Hello, what can you do for me?"
          - input: "Show me an example, please."

        """;

    /// <summary>Configuration and inputs.</summary>
    /// <param name="runner">The <c>runner:</c> section as YAML.</param>
    public static IReadOnlyList<NewFile> Of(string runner) =>
        [new NewFile(Configuration, Before + runner + After), new NewFile(Inputs, FirstInputs)];
}
