namespace PilotPairing.Domain.Messaging;

/// <summary>What a link's message can fill in.</summary>
public enum TemplatePlace
{
    Link,
    Name,
    Company,
}

/// <param name="Name">Null for a numbered variable.</param>
public sealed record TemplateSlot(string? Name, TemplatePlace Place);

/// <param name="BeforeToken">What the button's value has before the token, where its URL ends earlier than our path does.</param>
public sealed record LinkButton(int Index, string BeforeToken);

/// <summary>How a link's message fills a template at Meta, or why it cannot.</summary>
/// <param name="Problem">The field of our template that would have to change, and to what; null when the template can be filled.</param>
public sealed record TemplateFit(
    IReadOnlyList<TemplateSlot> Header, IReadOnlyList<TemplateSlot> Body, IReadOnlyList<LinkButton> Buttons, FieldError? Problem)
{
    private const string TemplateField = "sender.meta.templateName";
    private const string ButtonField = "sender.meta.urlButton";
    private const string BodyField = "body";
    private const string TextHeader = "TEXT";
    private const string Path = "/connect/";

    private const string KnownNames = "a pairing link has only {{link}}, {{name}} and {{company}}";

    /// <param name="origins">Where our hosted pages are, the tenant's first: a button must lead to one of them.</param>
    public static TemplateFit Of(MessageTemplate template, ReportedTemplate reported, IReadOnlyList<string> origins)
    {
        var shape = reported.Shape;
        if (reported.IsAuthentication)
            return Unfit(TemplateField,
                "is an authentication template at Meta, which cannot carry a URL; send links with a UTILITY template");
        if (shape.HeaderFormat is { } format && format != TextHeader)
            return Unfit(TemplateField, $"has a header of the format {format} at Meta, which a link's message cannot fill");
        if (shape.Buttons.FirstOrDefault(button => button.NeedsForeignValue) is { } foreign)
            return Unfit(TemplateField, $"has a button of the type {foreign.Type} at Meta, which a link's message cannot fill");
        if (ButtonsOf(shape, origins) is not { } buttons)
            return Unfit(TemplateField,
                $"has a button at Meta whose URL does not lead to the pages of this server: it must be {Dynamic(origins)}");
        if (template.Sender.Meta?.UrlButton is { } chosen && buttons.All(button => button.Index != chosen) && !IsInBody(template, shape))
            return Unfit(ButtonField, $"is no button with a dynamic URL at Meta: it must be {Dynamic(origins)}");
        // A number in a header says nothing of what it stands for.
        if (Named(shape.Header) is not { } header)
            return Unfit(TemplateField, $"has a variable in its header at Meta that cannot be filled: {KnownNames}, by name");
        if (BodySlots(template.Body, shape, buttons.Count > 0) is not { } body)
            return Unfit(BodyField, BodyRule(shape));
        return buttons.Count > 0 || body.Any(slot => slot.Place == TemplatePlace.Link)
            ? new(header, body, buttons, null)
            : Unfit(TemplateField,
                $"cannot carry a link: at Meta it needs a button with the dynamic URL {Dynamic(origins)}, or a variable in its body that "
                    + "stands for {{link}}");
    }

    private static string Dynamic(IReadOnlyList<string> origins) => origins[0] + Path + "{{1}}";

    private static string BodyRule(TemplateShape shape) => shape.IsNamed
        ? $"cannot be filled: at Meta it has the variables {string.Join(", ", shape.Body)}, and {KnownNames}"
        : $"must name, in their order, the values of the {shape.Body.Count} variables that the template's body has at Meta";

    private static bool IsInBody(MessageTemplate template, TemplateShape shape) =>
        BodySlots(template.Body, shape, hasButton: false)?.Any(slot => slot.Place == TemplatePlace.Link) == true;

    /// <summary>Every dynamic URL takes a value, so that each must be able to take ours; null when one is not.</summary>
    private static List<LinkButton>? ButtonsOf(TemplateShape shape, IReadOnlyList<string> origins)
    {
        var buttons = new List<LinkButton>();
        for (var index = 0; index < shape.Buttons.Count; index++)
        {
            if (shape.Buttons[index].Prefix is not { } prefix)
                continue;
            var origin = origins.FirstOrDefault(known =>
                prefix.Length > known.Length && (known + Path).StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
            if (origin is null)
                return null;
            buttons.Add(new(index, (origin + Path)[prefix.Length..]));
        }

        return buttons;
    }

    /// <summary>
    /// Numbered variables stand for the places of our own text, in their order; a link that a button carries need not be one.
    /// </summary>
    private static List<TemplateSlot>? BodySlots(TemplateBody body, TemplateShape shape, bool hasButton)
    {
        if (shape.IsNamed)
            return Named(shape.Body);
        var places = body.Places;
        if (places.Count != shape.Body.Count && hasButton)
            places = [.. places.Where(place => place != TemplatePlace.Link)];
        return places.Count == shape.Body.Count ? [.. places.Select(place => new TemplateSlot(null, place))] : null;
    }

    /// <summary>Null where one has a name that means nothing to us.</summary>
    private static List<TemplateSlot>? Named(IReadOnlyList<string> variables)
    {
        var slots = variables.Select(name => TemplateBody.PlaceOf(name) is { } place ? new TemplateSlot(name, place) : null).ToList();
        return slots.Contains(null) ? null : [.. slots.OfType<TemplateSlot>()];
    }

    private static TemplateFit Unfit(string field, string problem) => new([], [], [], new(field, problem));
}
