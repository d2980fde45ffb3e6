using Baton.Experiments.Generation.Lexicon;
using Baton.Experiments.Generation.Strategies;
using Baton.Experiments.Generation.Texts;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;
using Baton.Targets.Templates;

namespace Baton.Experiments.Tests.Generation;

public sealed class StrategyTests
{
    private const string Order = "Where is my order 1042?";

    [Fact]
    public void Rephrase_turns_sentences_around()
    {
        IReadOnlyList<string> texts = Rules.Texts(Order, VariationStrategy.Rephrase, 5);

        texts.ShouldContain("Can you tell me where my order 1042 is?");
        texts.ShouldContain("I would like to know where my order 1042 is.");
    }

    [Theory]
    [InlineData("How do I reset my password?", "What do I need to do to reset my password?")]
    [InlineData("Can I change the address?", "Would it be possible to change the address?")]
    [InlineData("Could you send me the bill?", "Would you be able to send me the bill?")]
    [InlineData("When will it arrive?", "Can you tell me when it will arrive?")]
    [InlineData("Are there any discounts?", "Could you tell me whether there are any discounts?")]
    [InlineData("I need a doctor", "What I need is a doctor.")]
    [InlineData("Please cancel my order.", "Could you cancel my order?")]
    [InlineData("Do you ship to Rome?", "Could you tell me if you ship to Rome?")]
    public void Rephrase_knows_the_forms_of_sentences(string text, string other) =>
        Rules.Texts(text, VariationStrategy.Rephrase, 40).ShouldContain(other);

    [Fact]
    public void Concise_is_shorter_and_never_drops_a_negation()
    {
        foreach (
            string text in Rules.Texts(
                "Please tell me why I can not cancel the order and do not get money",
                VariationStrategy.Concise
            )
        )
        {
            text.Length.ShouldBeLessThan(66);
            text.ToLowerInvariant().Split(' ').Count(word => word is "not").ShouldBe(2, text);
        }
    }

    [Fact]
    public void Concise_keeps_from_where_to_where() =>
        Rules
            .Texts("Please book me a flight from Paris to Rome", VariationStrategy.Concise)
            .ShouldAllBe(text => text.Contains("from Paris to Rome"));

    [Theory]
    [InlineData("please cancel it", null, KeyboardLayout.Qwerty)]
    [InlineData("der platz ist besetzt", null, KeyboardLayout.Qwertz)]
    [InlineData("où est ma commande", null, KeyboardLayout.Azerty)]
    [InlineData("где мой заказ", null, KeyboardLayout.Jcuken)]
    [InlineData("please cancel it", KeyboardLayout.Azerty, KeyboardLayout.Azerty)]
    public void Typos_press_keys_that_touch_on_the_keyboard_of_the_language(
        string text,
        KeyboardLayout? chosen,
        KeyboardLayout layout
    )
    {
        VariedText[] slips =
        [
            .. Rules
                .Of(Rules.Source(text, settings: new() { Keyboard = chosen }), VariationStrategy.Typo, 100)
                .Where(slip => slip.Technique == "neighbouring key" && slip.Text.Length == text.Length),
        ];

        slips.ShouldNotBeEmpty();
        foreach (VariedText slip in slips)
        {
            int[] wrong = [.. Enumerable.Range(0, text.Length).Where(at => slip.Text[at] != text[at])];
            wrong.ShouldAllBe(at => Keyboard.NeighboursOf(text[at], layout).Contains(slip.Text[at]), slip.Text);
        }
    }

    [Theory]
    [InlineData('y', KeyboardLayout.Qwerty, "tugh")]
    [InlineData('y', KeyboardLayout.Qwertz, "xas")]
    [InlineData('a', KeyboardLayout.Azerty, "zq")]
    [InlineData('z', KeyboardLayout.Qwertz, "tugh")]
    public void Neighbours_depend_on_the_layout(char key, KeyboardLayout layout, string neighbours) =>
        Keyboard.NeighboursOf(key, layout).Order().ShouldBe(neighbours.Order());

    [Fact]
    public void Negations_are_never_mistyped() =>
        Rules
            .Texts("I do not want it and never asked for it", VariationStrategy.Typo, 100)
            .ShouldAllBe(text => text.Contains(" not ") && text.Contains(" never "));

    [Fact]
    public void Formal_uses_long_forms_and_casual_short_ones()
    {
        Rules
            .Texts("I can't log in and I want my money back", VariationStrategy.Formal)
            .ShouldAllBe(text => text.Contains("cannot") && text.Contains("reimbursement") && !text.Contains('\''));
        Rules
            .Texts("Hello, I do not know where my order is", VariationStrategy.Casual)
            .ShouldAllBe(text => text.Contains("don't know") || text.Contains("dunno"));
    }

    [Fact]
    public void Technical_prefers_the_users_own_words_and_simple_reads_them_backwards()
    {
        InputGenerationSettings settings = new()
        {
            Terms = new Dictionary<string, string> { ["order"] = "consignment" },
        };

        Rules
            .Of(Rules.Source("Where is my order?", settings: settings), VariationStrategy.Technical, 5)
            .ShouldAllBe(varied => varied.Text.Contains("my consignment?"));
        Rules
            .Of(Rules.Source("Where is my consignment?", settings: settings), VariationStrategy.Simple, 5)
            .ShouldAllBe(varied => varied.Text.Contains("my order?"));
    }

    [Fact]
    public void Adversarial_has_every_family_and_a_canary_where_a_word_is_wanted()
    {
        IReadOnlyList<VariedText> attacks = Rules.Of(Rules.Source(Order), VariationStrategy.Adversarial, 300);

        attacks.ShouldAllBe(attack => attack.Text.Contains(Order));
        attacks
            .Select(attack => attack.Technique!.Split(':')[0])
            .Distinct()
            .ShouldBe(InjectionFamily.All.Select(family => family.Name), ignoreOrder: true);
        attacks
            .Where(attack => attack.Technique is "override" or "delimiter")
            .ShouldAllBe(attack => attack.Text.Contains(attack.Canary!));
        attacks.Where(attack => attack.Technique is "negation_trap").ShouldAllBe(attack => attack.Canary == null);
        VariedText encoded = attacks.First(attack => attack.Technique is "encoding: base64");
        string payload = encoded.Text.Split(' ', '\n').First(word => word.Length > 30);
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(payload)).ShouldContain(encoded.Canary!);
    }

    [Fact]
    public void Multilingual_frames_and_mixes_but_translates_no_sentence()
    {
        IReadOnlyList<VariedText> texts = Rules.Of(
            Rules.Source("Please help me with my order 1042 today."),
            VariationStrategy.Multilingual,
            300
        );

        texts.ShouldContain(varied => varied.Text.Contains("meine Bestellung 1042") || varied.Text.Contains("bitte"));
        texts
            .Where(varied => varied.Technique!.StartsWith("framed", StringComparison.Ordinal))
            .ShouldAllBe(varied => varied.Text.Contains("help me with my order 1042 today."));
    }

    [Theory]
    [InlineData("Wo ist die Lieferung für Frau Müller, und warum dauert es länger?", "Mueller")]
    [InlineData("Où est ma commande déjà payée ?", "deja payee")]
    [InlineData("где мой заказ", "gde moy zakaz")]
    [InlineData("주문은 어디에 있나요", "jumuneun eodie itnayo")]
    public void Multilingual_types_on_keyboards_without_the_letters(string text, string expected) =>
        Rules.Texts(text, VariationStrategy.Multilingual).ShouldContain(varied => varied.Contains(expected));

    [Fact]
    public void A_persona_of_another_language_writes_in_its_own_frames()
    {
        Persona korean = new() { Name = "ko", Language = "Korean" };

        Rules
            .Of(Rules.Source(Order, korean), VariationStrategy.Multilingual, 4)
            .ShouldAllBe(varied => varied.Text.Any(letter => letter >= '\uAC00' && letter <= '\uD7A3'));
    }

    [Fact]
    public void Persona_based_follows_what_is_known_of_the_persona()
    {
        Persona angry = new()
        {
            Name = "a",
            Characteristics = ["angry", "terse"],
            Goals = ["a refund"],
        };
        Persona expert = new() { Name = "e", ExpertiseLevel = "expert" };

        string[] ofAngry =
        [
            .. Rules.Of(Rules.Source(Order, angry), VariationStrategy.PersonaBased, 20).Select(varied => varied.Text),
        ];
        ofAngry.ShouldContain(text => text.Contains("a refund"));
        ofAngry.ShouldContain(text => text.Contains("annoying") || text.Contains("patience"));
        ofAngry.ShouldContain(text => text.Contains("here order 1042"));
        Rules
            .Of(Rules.Source(Order, expert), VariationStrategy.PersonaBased, 20)
            .ShouldContain(varied => varied.Text.Contains("Experienced user") || varied.Text.Contains("Facts only"));
        new RuleVariations(
            Rules.Source(Order, new Persona { Name = "x" }),
            VariationStrategy.PersonaBased,
            0
        ).Refusal!.ShouldContain("describe it under `personas`");
    }

    [Fact]
    public void Custom_does_what_the_user_wrote()
    {
        InputGenerationSettings settings = new()
        {
            Custom =
            [
                new CustomVariation
                {
                    Name = "pirate",
                    Replace = new Dictionary<string, string> { ["my"] = "me", [@"/order (\d+)/"] = "chest $1" },
                    Templates = [Template.Parse("Arr! {{ input }}")],
                },
            ],
        };

        VariedText varied = Rules
            .Of(Rules.Source(Order, settings: settings), VariationStrategy.Custom, 3)
            .ShouldHaveSingleItem();

        varied.Text.ShouldBe("Arr! Where is me chest 1042?");
        varied.Technique.ShouldBe("pirate");
    }

    [Theory]
    [InlineData(VariationStrategy.Rephrase)]
    [InlineData(VariationStrategy.Concise)]
    [InlineData(VariationStrategy.ErrorProne)]
    [InlineData(VariationStrategy.Technical)]
    [InlineData(VariationStrategy.Simple)]
    public void What_rules_do_not_know_is_refused_and_not_mangled(VariationStrategy strategy)
    {
        RuleVariations variations = new(Rules.Source("Wo ist meine Bestellung und wann kommt sie?"), strategy, 0);

        variations.Refusal!.ShouldContain("German");
        variations.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public void Korean_is_not_typed_letter_by_letter() =>
        new RuleVariations(Rules.Source("주문은 어디에 있나요?"), VariationStrategy.Typo, 0).Refusal!.ShouldContain(
            "Korean"
        );

    [Theory]
    [InlineData("Where is my order?", "en")]
    [InlineData("Book me a flight from Paris to Rome tomorrow.", "en")]
    [InlineData("Explain quantum computing", "en")]
    [InlineData("Wo ist meine Bestellung?", "de")]
    [InlineData("Où est ma commande ?", "fr")]
    [InlineData("¿Dónde está mi pedido?", "es")]
    [InlineData("Dov'è il mio ordine e quando arriva?", "it")]
    [InlineData("Onde está o meu pedido?", "pt")]
    [InlineData("Waar is mijn bestelling?", "nl")]
    [InlineData("Gdzie jest moje zamówienie?", "pl")]
    [InlineData("주문은 어디에 있나요?", "ko")]
    [InlineData("注文はどこですか", "ja")]
    [InlineData("我的订单在哪里?", "zh")]
    [InlineData("Где мой заказ?", "ru")]
    [InlineData("أين طلبي؟", "ar")]
    public void The_language_of_a_text_is_recognised(string text, string language) =>
        TextLanguage.Recognise(text).ShouldBe(language);

    [Fact]
    public void What_must_be_kept_is_found() =>
        Rules
            .Kept(
                "Does `f(x)` at https://a.example/b?c=1, order A-1042 for $12.99 \"as is\" reach Anna Schmidt in New York by 10:30?"
            )
            .ShouldBe(
                [
                    "`f(x)`",
                    "https://a.example/b?c=1",
                    "A-1042",
                    "$12.99",
                    "\"as is\"",
                    "10:30",
                    "Anna",
                    "Schmidt",
                    "New",
                    "York",
                ],
                ignoreOrder: true
            );
}
