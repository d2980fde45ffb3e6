using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Names that mean something: of functions, parameters, fields and addresses. Data alone.</summary>
internal static partial class Words
{
    private static readonly FrozenSet<string> TextNames = Set(
        "input",
        "inputtext",
        "userinput",
        "message",
        "msg",
        "usermessage",
        "humaninput",
        "messagetext",
        "prompt",
        "userprompt",
        "question",
        "userquestion",
        "query",
        "userquery",
        "q",
        "text",
        "content",
        "utterance",
        "task",
        "instruction",
        "instructions",
        "request",
        "ask",
        "chatinput",
        "inputmessage",
        "newmessage",
        "usertext",
        "topic",
        "goal",
        "objective",
        "statement",
        "problem",
        "said"
    );

    private static readonly FrozenSet<string> ListNames = Set(
        "messages",
        "history",
        "chathistory",
        "conversation",
        "conversationhistory",
        "turns"
    );

    private static readonly FrozenSet<string> ConversationNames = Set(
        "sessionid",
        "threadid",
        "conversationid",
        "chatid",
        "userid",
        "clientid",
        "id",
        "session",
        "thread",
        "requestid",
        "runid",
        "contextid",
        "correlationid"
    );

    private static readonly FrozenSet<string> SurePaths = Set(
        "chat",
        "chats",
        "chatbot",
        "chatkit",
        "invoke",
        "ask",
        "agent",
        "agents",
        "completion",
        "completions",
        "converse",
        "conversation",
        "conversations",
        "message",
        "messages",
        "prompt",
        "assistant",
        "assistants",
        "bot",
        "copilot",
        "respond",
        "reply",
        "llm",
        "ai"
    );

    private static readonly FrozenSet<string> LikelyPaths = Set(
        "query",
        "generate",
        "run",
        "stream",
        "question",
        "answer",
        "talk",
        "analyze",
        "execute",
        "process",
        "rag",
        "research",
        "infer",
        "inference",
        "predict",
        "task",
        "tasks",
        "send",
        "submit",
        "search",
        "responses",
        "blog",
        "story",
        "joke",
        "translate",
        "summarize"
    );

    private static readonly FrozenSet<string> OtherPaths = Set(
        "auth",
        "login",
        "logout",
        "register",
        "signup",
        "signin",
        "health",
        "healthz",
        "healthcheck",
        "ready",
        "live",
        "liveness",
        "readiness",
        "upload",
        "uploads",
        "user",
        "users",
        "admin",
        "webhook",
        "webhooks",
        "feedback",
        "history",
        "vote",
        "delete",
        "files",
        "file",
        "token",
        "tokens",
        "settings",
        "config",
        "embed",
        "embeddings",
        "embedding",
        "title",
        "docs",
        "status",
        "metrics",
        "valves",
        "models",
        "model",
        "document",
        "documents",
        "suggestions",
        "callback",
        "verify",
        "export",
        "download",
        "static",
        "favicon",
        "version",
        "ping",
        "session",
        "sessions",
        "thread",
        "threads",
        "connect",
        "disconnect",
        "credentials",
        "billing",
        "stripe",
        "images",
        "image",
        "voice",
        "tts",
        "stt",
        "transcribe",
        "speech",
        "audio",
        "tags",
        "tag",
        "pull",
        "push",
        "cancel",
        "stop",
        "reset",
        "clear",
        "share",
        "retrieval",
        "ingest",
        "index",
        "approve",
        "artifacts",
        "events",
        "email",
        "slack",
        "interactions",
        "state",
        "bootstrap",
        "blobs",
        "profile"
    );

    private static readonly FrozenSet<string> SureFunctions = Set(
        "run",
        "chat",
        "ask",
        "answer",
        "respond",
        "reply",
        "invoke",
        "ainvoke",
        "agent",
        "runagent",
        "callagent",
        "askagent",
        "chatwithagent",
        "invokeagent",
        "agentrun",
        "handlemessage",
        "processmessage",
        "handlequery",
        "processquery",
        "handleinput",
        "handleuserinput",
        "handleturn",
        "generateresponse",
        "getresponse",
        "getanswer",
        "answerquestion",
        "response",
        "runconversation",
        "converse",
        "chatcompletion",
        "runworkflow",
        "sendmessage",
        "processinput",
        "processrequest",
        "streamresponse",
        "streamchat",
        "runstream",
        "askquestion",
        "getreply",
        "runturn",
        "turn",
        "kickoff",
        "runcrew",
        "runquery",
        "chatstream",
        "streamanswer",
        "talk",
        "arun",
        "achat",
        "aquery",
        "step"
    );

    private static readonly FrozenSet<string> LikelyFunctions = Set(
        "query",
        "generate",
        "execute",
        "call",
        "process",
        "handle",
        "predict",
        "stream",
        "main",
        "complete",
        "solve",
        "perform",
        "act",
        "forward"
    );

    /// <summary>What Baton fills by itself in a Python function.</summary>
    private static readonly FrozenSet<string> Filled = Set(
        "context",
        "conversationstate",
        "state",
        "messages",
        "history",
        "turns",
        "persona",
        "personaprompt",
        "personadescription",
        "autoapprove",
        "autoapprovetools",
        "approvetool",
        "requestapproval",
        "iteration",
        "turn",
        "metadata",
        "runid"
    );

    /// <summary>Whether a parameter or field is named like what a user says.</summary>
    public static bool IsText(string name) => TextNames.Contains(Plain(name));

    /// <summary>Whether it is named like a conversation.</summary>
    public static bool IsList(string name) => ListNames.Contains(Plain(name));

    /// <summary>Whether it is named like what tells conversations apart.</summary>
    public static bool IsConversation(string name) => ConversationNames.Contains(Plain(name));

    /// <summary>Whether Baton fills a Python parameter of that name.</summary>
    public static bool IsFilled(string name) => Filled.Contains(Plain(name));

    /// <summary>How much a function's name sounds like an agent's, from 0 to 1.</summary>
    public static double FunctionWeight(string name)
    {
        string plain = Plain(name);
        return SureFunctions.Contains(plain) ? 0.5
            : LikelyFunctions.Contains(plain) ? 0.3
            : Split()
                .Matches(name)
                .Select(word => word.Value.ToLowerInvariant())
                .Any(word => word is "agent" or "chat" or "chatbot" or "assistant" or "llm")
                ? 0.3
            : 0;
    }

    /// <summary>How much an address sounds like an agent's: below 0 for one that sounds like something else.</summary>
    public static double PathWeight(string path)
    {
        double weight = 0;
        string[] segments = path.ToLowerInvariant().Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < segments.Length; i++)
        {
            bool isLast = i == segments.Length - 1;
            foreach (string word in Split().Matches(segments[i]).Select(word => word.Value))
            {
                double own =
                    SurePaths.Contains(word) ? 0.6
                    : LikelyPaths.Contains(word) ? 0.4
                    : OtherPaths.Contains(word) ? -0.7
                    : 0;
                weight =
                    own < 0 ? (isLast ? -0.7 : Math.Min(weight, -0.3))
                    : weight < 0 && !isLast ? weight
                    : Math.Max(weight, own);
            }
        }

        return weight;
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static FrozenSet<string> Set(params string[] words) => FrozenSet.ToFrozenSet(words, StringComparer.Ordinal);

    [GeneratedRegex(@"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.None, 1000)]
    private static partial Regex Split();
}
