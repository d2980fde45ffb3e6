using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Targets.Templates;

namespace Baton.Experiments.Planning;

/// <summary>Puts inputs into the configuration's <c>input_template</c>. Safe for concurrent use.</summary>
/// <param name="template">The template, or <see langword="null"/> to leave inputs as they are.</param>
internal sealed class InputTemplate(Template? template)
{
    private readonly ConditionalWeakTable<Persona, PersonaContext> _personas = [];

    /// <summary>The input with the text that is said in this run.</summary>
    public ExperimentInput Apply(ExperimentInput input, Persona? persona, int iteration, string runKey)
    {
        if (template is null)
        {
            return input;
        }

        ConversationContext context = new()
        {
            RunId = runKey,
            Persona = persona is null ? null : _personas.GetValue(persona, PersonaProse.ToContext),
            Iteration = iteration,
            Metadata = input.Metadata,
        };
        return input with { Text = template.Render(TemplateScope.From(context, new Turn { Input = input.Text })) };
    }
}
