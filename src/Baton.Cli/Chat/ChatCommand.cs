using System.CommandLine;
using Baton.Cli.Help;

namespace Baton.Cli.Chat;

/// <summary><c>baton chat</c>.</summary>
internal static class ChatCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(ToolSession session)
    {
        ChatCommandOptions options = new();
        DocumentedCommand command = new(
            "chat",
            "Talk with a model",
            new CommandNotes
            {
                Remarks =
                    "At a terminal: type a message, Enter sends it; a \\ at a line's end goes on in the next line. Ctrl-C ends "
                    + "the answer that is coming, a second one the chat. /help lists what else can be typed: /history, "
                    + "/tools, /usage, /save FILE, /clear, /exit.\n"
                    + "Without a terminal: every line of standard input is a message, its answer goes to standard output, "
                    + "and everything else to standard error. The first answer that fails ends it.\n"
                    + "Keys come from OPENAI_API_KEY, ANTHROPIC_API_KEY, OLLAMA_API_KEY or OPENAI_COMPATIBLE_API_KEY, and "
                    + "servers other than the provider's own from OPENAI_BASE_URL, ANTHROPIC_BASE_URL, OLLAMA_HOST or "
                    + "OPENAI_COMPATIBLE_BASE_URL, in the environment or in .env.",
                Groups = options.Groups,
                Examples =
                [
                    new("baton chat --model openai:gpt-4o-mini", "Talk with a model; its key is in OPENAI_API_KEY"),
                    new(
                        "baton chat -m anthropic:claude-haiku-4-5 --system @prompt.md",
                        "Give it instructions from a file"
                    ),
                    new(
                        "baton chat -m openai:gpt-4o --tool \"mcp:npx -y @modelcontextprotocol/server-filesystem .\"",
                        "Let it use the tools of an MCP server"
                    ),
                    new(
                        "baton chat -m openai:gpt-4o-mini --session chats.db#trip",
                        "Go on with the same talk tomorrow"
                    ),
                    new("baton chat -m openai:gpt-4o --max-cost 0.50 --max-turns 20", "Spend half a dollar at most"),
                    new(
                        "baton chat -m openai-compatible:qwen3",
                        "Talk with a model on your own server, for example with "
                            + "OPENAI_COMPATIBLE_BASE_URL=http://127.0.0.1:8000/v1 in .env"
                    ),
                    new("baton chat -m scripted:answers.json", "Try it offline, with answers from a file"),
                    new(
                        "baton chat -m openai:gpt-4o-mini < questions.txt > answers.txt",
                        "Hold a prepared conversation"
                    ),
                ],
                ExitCodes =
                [
                    new("0", "the chat was ended, or its input"),
                    new("1", "without a terminal: an answer failed"),
                    new("130", "ended by Ctrl-C"),
                ],
            }
        );
        command.SetAction((parsed, _) => ChatSitting.RunAsync(session, options, parsed));
        return command;
    }
}
