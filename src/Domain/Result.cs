namespace PilotPairing.Domain;

/// <summary>A response that the validation behaviour can produce without knowing its type.</summary>
public interface ICanRefuse<TSelf>
{
    static abstract TSelf Refuse(Refusal refusal);
}

/// <summary>A value or the reason why there is none. Never ignored: return early inside, <see cref="Match"/> at the edge.</summary>
public sealed class Result<T> : ICanRefuse<Result<T>>
{
    private readonly T _value;

    private Result(T value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    /// <summary>Throws for a refusal: reading the value unchecked is a bug.</summary>
    public T Value => Refusal is null ? _value : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public static Result<T> Refuse(Refusal refusal) => new(default!, refusal);

    /// <summary>For values of an interface type, which do not convert.</summary>
    public static Result<T> Of(T value) => new(value, null);

    public static implicit operator Result<T>(T value) => Of(value);

    public static implicit operator Result<T>(Refusal refusal) => Refuse(refusal);

    public TOut Match<TOut>(Func<T, TOut> some, Func<Refusal, TOut> none) => Refusal is null ? some(_value) : none(Refusal);
}

/// <summary>The value of an act that answers nothing but that it was done.</summary>
public readonly record struct Done;
