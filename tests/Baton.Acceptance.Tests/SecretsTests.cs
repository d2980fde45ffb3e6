namespace Baton.Acceptance.Tests;

/// <summary>What is secret is in no file, on no screen and in no error.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task Keys_from_the_environment_and_from_the_file_never_leave_the_request()
    {
        await using LoopbackServer server = await LoopbackServer.StartAsync(context =>
        {
            // An agent that repeats whatever it is given, in an answer and in an error.
            string sent = context.Request.Headers.Authorization + " " + context.Request.Headers["X-Api-Key"];
            context.Response.StatusCode = context.Request.Path == "/fail" ? 400 : 200;
            return context.Response.WriteAsync($$"""{"output":"you sent {{sent}}"}""", context.RequestAborted);
        });
        foreach (string path in new[] { "/ok", "/fail" })
        {
            using TestProject project = TestProject
                .Create(
                    $$"""
                    runner:
                      http:
                        url: "{{server.Url}}{{path}}"
                        headers:
                          Authorization: "Bearer ${AGENT_TOKEN}"
                          X-Api-Key: sk-literal-9876543210
                    """
                )
                .With(".env", "AGENT_TOKEN=tok-from-dotenv-12345\n");

            ToolResult result = await project.RunExperimentAsync();
            ToolResult shown = await BatonTool.RunAsync(project.Root, "config", "show");

            server.Requests[^1].Headers["Authorization"].ShouldBe("Bearer tok-from-dotenv-12345");
            foreach (
                string text in new[] { result.Output, result.Error, shown.Output, shown.Error, project.Everything() }
            )
            {
                text.ShouldNotContain("tok-from-dotenv-12345");
                text.ShouldNotContain("sk-literal-9876543210");
            }

            project.Everything().ShouldContain("[redacted]");
        }
    }

    [Fact]
    [Trait("Needs", "python")]
    public async Task A_key_that_an_agent_prints_or_raises_is_masked()
    {
        using TestProject project = TestProject
            .Create(
                """
                runner:
                  target: "agent:run"
                  environment_vars:
                    SERVICE_PASSWORD: hunter2-hunter2
                """,
                inputs: 2
            )
            .With(
                "agent.py",
                """
                import os

                def run(input):
                    password = os.environ["SERVICE_PASSWORD"]
                    print("logging in with", password)
                    if "2" in input:
                        raise RuntimeError(f"cannot log in with {password}")
                    return f"logged in with {password}"
                """
            );

        ToolResult result = await project.RunExperimentAsync();

        result.ExitCode.ShouldBe(0, result.All);
        project.Everything().ShouldNotContain("hunter2");
        result.All.ShouldNotContain("hunter2");
    }
}
