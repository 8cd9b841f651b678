namespace SupTickets.Methods;

/// <summary>How the drop fraction changes during training.</summary>
public enum DropDecay
{
    /// <summary>It is constant.</summary>
    Constant,

    /// <summary>Along half a cosine over all training steps, to the final fraction (Evci et al., 2020; Liu et al., 2021).</summary>
    Cosine,

    /// <summary>Along half a cosine that reaches 0 where updates stop (RigL as published).</summary>
    CosineToStop,

    /// <summary>In a straight line to 0 over all training steps (Dettmers and Zettlemoyer, 2019).</summary>
    Linear,
}
