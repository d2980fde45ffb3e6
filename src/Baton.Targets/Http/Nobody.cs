using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Http;

/// <summary>The scope of no turn in particular, for templates that are the same in every turn.</summary>
internal static class Nobody
{
    public static TemplateScope Scope =>
        TemplateScope.From(new ConversationContext { RunId = "" }, new Turn { Input = "" });
}
