using Baton.Agents;

namespace Baton.Mcp.Tools;

/// <summary>A call cannot be carried out as it was made; the caller can do better.</summary>
/// <param name="message">What is wrong and what to do; a line for each thing.</param>
public sealed class ToolCallException(string message) : BatonException(message);
