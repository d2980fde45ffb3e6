using Baton.Targets.Streaming.Presets;

namespace Baton.Targets.Streaming;

/// <summary>The dialect of each preset; the one list of them.</summary>
internal static class StreamDialects
{
    /// <summary>Makes the dialect for one stream.</summary>
    public static IStreamDialect Of(StreamPreset preset) =>
        preset switch
        {
            StreamPreset.OpenAIChat => new OpenAIChatDialect(),
            StreamPreset.OpenAIResponses => new OpenAIResponsesDialect(),
            StreamPreset.Anthropic => new AnthropicDialect(),
            StreamPreset.VercelAI => new VercelAIDialect(),
            StreamPreset.AgUI => new AgUIDialect(),
            StreamPreset.LangGraph => new LangGraphDialect(),
            StreamPreset.A2A => new A2ADialect(),
            _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "no such preset"),
        };
}
