using Baton.Agents.Providers.Scripted;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Tests.Running;

/// <summary>Agents that play a script.</summary>
internal static class Agents
{
    public static Agent Saying(params ScriptedReply[] replies) => With(replies);

    public static Agent With(ScriptedReply[] replies, params AITool[] tools) =>
        new("Assistant", "You are helpful.") { ChatClient = new ScriptedChatClient(replies), Tools = tools };

    /// <summary>Calls of several tools in one answer; arguments as <c>name, value</c> pairs are left to the tools.</summary>
    public static ScriptedReply Calls(params (string Id, string Tool)[] calls) =>
        new()
        {
            ToolCalls =
            [
                .. calls.Select(call => new FunctionCallContent(call.Id, call.Tool, new Dictionary<string, object?>())),
            ],
        };

    public static AIFunction Tool(string name, Delegate method) =>
        AIFunctionFactory.Create(method, name, $"The tool {name}.");
}
