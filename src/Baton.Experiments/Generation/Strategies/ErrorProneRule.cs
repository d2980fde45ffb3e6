using System.Text.RegularExpressions;
using Baton.Experiments.Generation.Texts;

namespace Baton.Experiments.Generation.Strategies;

/// <summary>
/// <c>error_prone</c>: the mistakes of people who write English as a second language (articles, prepositions, tenses, word
/// order, plurals) and of people in haste (words that sound alike, no apostrophes, sent before the end). English only.
/// </summary>
internal sealed partial class ErrorProneRule : IVariationRule
{
    private static readonly PhraseBook Articles = new(
        """
        the =
        a =
        an =
        """
    );

    private static readonly PhraseBook WrongArticles = new(
        """
        a = the | an
        an = a
        the = a
        """
    );

    private static readonly PhraseBook Prepositions = new(
        """
        in = on | at
        on = in | at
        at = in | on
        for = of
        about = of | on
        of = from
        by = with
        until = till to
        since = from
        into = in
        """
    );

    private static readonly PhraseBook Tenses = new(
        """
        is = are
        are = is
        was = were
        were = was
        does = do
        doesn't = don't
        has = have
        have = has
        bought = buyed
        got = getted
        went = goed
        sent = sended
        paid = payed
        told = telled
        found = finded
        took = taked
        did not receive = did not received
        didn't receive = didn't received
        didn't get = didn't got
        i want = I am wanting
        i need = I am needing
        i have = I am having
        know = am knowing
        would like = would liked
        works = work
        arrived = arrive
        ordered = order
        tried = try
        """
    );

    private static readonly PhraseBook Order = new(
        """
        how do i = how I can | how I do
        how can i = how I can
        where is = where it is
        what are = what is
        can you = you can
        could you = you could
        where can i = where I can
        when will = when does will
        why is = why it is
        what does = what means
        i would like = I like
        """
    );

    private static readonly PhraseBook Plurals = new(
        """
        information = informations
        advice = advices
        help = helps
        money = moneys
        details = detail
        hours = hour
        options = option
        days = day
        orders = order
        people = peoples
        feedback = feedbacks
        luggage = luggages
        equipment = equipments
        furniture = furnitures
        """
    );

    private static readonly PhraseBook SoundAlikes = new(
        """
        your = you're
        you're = your
        their = there
        there = their
        they're = their
        its = it's
        it's = its
        too = to
        then = than
        than = then
        lose = loose
        were = where
        whether = weather
        buy = by
        receive = recieve
        definitely = definately
        address = adress
        separate = seperate
        tomorrow = tommorow
        until = untill
        which = witch
        believe = beleive
        really = realy
        want to = want too
        know = no
        """
    );

    private static readonly (string Name, Func<string, SeededDraw, string> Make)[] Mistakes =
    [
        ("article missing", (words, draw) => Articles.Replace(words, draw, 2)),
        ("wrong article", (words, draw) => WrongArticles.Replace(words, draw, 1)),
        ("wrong preposition", (words, draw) => Prepositions.Replace(words, draw, 1)),
        ("wrong verb form", (words, draw) => Tenses.Replace(words, draw, 2)),
        ("word order", (words, draw) => Order.Replace(words, draw, 1)),
        ("wrong plural", (words, draw) => Plurals.Replace(words, draw, 2)),
        ("words that sound alike", (words, draw) => SoundAlikes.Replace(words, draw, 2)),
        ("no apostrophes", (words, _) => Apostrophes().Replace(words, "")),
        ("no marks, no capitals", (words, _) => Marks().Replace(words, "").ToLowerInvariant()),
        ("sent too early", (words, draw) => CutShort(words, draw)),
    ];

    /// <inheritdoc/>
    public string? Refusal(VariationSource source) => EnglishOnly.Refusal(source);

    /// <inheritdoc/>
    public RuleVariation? Vary(VariationSource source, SeededDraw draw)
    {
        string words = source.Words;
        List<string> made = [];
        foreach ((string name, var make) in draw.PickSome(Mistakes, 2 + draw.Below(3)))
        {
            string changed = Spacing.Tidy(make(words, draw));
            if (changed != words)
            {
                words = changed;
                made.Add(name);
            }
        }

        return made.Count == 0 ? null : new RuleVariation(words, string.Join(", ", made));
    }

    // Cuts inside the last word, and only where nothing that must be kept and no negation stands in it.
    private static string CutShort(string words, SeededDraw draw)
    {
        Match last = LastWord().Match(words);
        return last.Success ? words[..(last.Index + 2 + draw.Below(last.Groups[1].Length - 3))] : words;
    }

    [GeneratedRegex(@"(?<=\p{L})['’](?=\p{L})", RegexOptions.None, 1000)]
    private static partial Regex Apostrophes();

    [GeneratedRegex(@"[.,;:!?]+(?=\s|$)", RegexOptions.None, 1000)]
    private static partial Regex Marks();

    [GeneratedRegex(
        @"(?<=[\s\uE000-\uF8FF][^\uE000-\uF8FF]*\s)(?!never|nothing|nobody|nowhere)(\p{L}{5,})[.!?]*\s*$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex LastWord();
}
