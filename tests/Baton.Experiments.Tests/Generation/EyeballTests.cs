using Baton.Experiments.Generation.Strategies;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;
using Shouldly;

namespace Baton.Experiments.Tests.Generation;

public sealed class EyeballTests
{
    [Fact]
    public void Look()
    {
        string[] texts = ["Where is my order 1042?", "I want my money back for order 1043", "Status of 1042 and the carrier's tracking id, please", "What are your opening hours?", "How do I start?", "What are advanced options?", "My app crashes when I open it on my iPhone and I don't know why.", "Can I get a refund if I don't like the shoes I bought from Zara?", "Please cancel my subscription. I was charged $12.99 twice on 2024-03-01!", "Wo ist meine Bestellung 1042 und wann kommt sie an?", "주문 1042는 어디에 있나요?", "Why does `foo()` throw \"Null pointer\" at https://example.com/a?b=1?", "Book me a flight from Paris to Rome tomorrow.", "Explain quantum computing"];
        Persona persona = new() { Name = "novice_user", Description = "Bought something for the first time.", Characteristics = ["asks short questions", "gets lost easily"], ExpertiseLevel = "novice", Language = "en", Goals = ["find out where the order is"] };
        using StreamWriter writer = new("/tmp/eyeball.txt");
        foreach (string text in texts)
        {
            VariationSource source = new(new ExperimentInput { Id = "x", Text = text }, persona, new InputGenerationSettings());
            writer.WriteLine($"##### {text}  [{source.Language}] kept: {string.Join(" | ", source.Text.Kept)}");
            foreach (VariationStrategy strategy in Enum.GetValues<VariationStrategy>())
            {
                RuleVariations variations = new(source, strategy, 0);
                if (variations.Refusal is { } refusal) { writer.WriteLine($"{strategy}: REFUSED {refusal}"); continue; }
                for (int i = 0; i < 3 && variations.TryNext(out VariedText? varied); i++)
                {
                    writer.WriteLine($"{strategy} [{varied.Technique}]: {varied.Text.ReplaceLineEndings("\\n")}");
                }
            }
        }
    }
}
