using SupTickets.Values;

namespace SupTickets.Experiments.Data;

/// <summary>The data that the network learns from.</summary>
public sealed record DataOptions
{
    /// <summary>A name from the data table: <c>synthetic</c>, <c>cifar10</c>, <c>cifar100</c>, <c>imagefolder</c>.</summary>
    public string Name { get; init; } = "synthetic";

    /// <summary>
    /// The folder that holds <c>cifar-10-batches-bin/</c>, <c>cifar-100-binary/</c>, or <c>train/</c> and <c>val/</c>; unused by generated
    /// data.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Limits, or for generated data sets, the number of training samples; null takes all (generated: 10 000).</summary>
    public int? TrainSamples { get; init; }

    /// <summary>Limits, or for generated data sets, the number of test samples; null takes all (generated: 2 000).</summary>
    public int? TestSamples { get; init; }

    /// <summary>How many of the last training samples are held out for validation: 0, or 5 000 for the 45k/5k split of CIFAR.</summary>
    public int ValidationSamples { get; init; }

    /// <summary>Whether training images are randomly cropped and flipped.</summary>
    public bool Augment { get; init; } = true;

    /// <summary>Whether an incomplete last batch of an epoch is left out (ImageNet) or kept (CIFAR).</summary>
    public bool DropLast { get; init; }

    /// <summary>Side of the square input of <c>imagefolder</c> in pixels.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>
    /// Whether images of <c>imagefolder</c> are turned as the EXIF orientation in their files asks, as viewers show them.
    /// </summary>
    public bool ExifOrientation { get; init; } = true;

    /// <summary>
    /// How images of <c>imagefolder</c> that cannot be read are treated. <c>fail</c>: headers and ends of all files are checked before the
    /// first step, and a bad one is an error. <c>skip</c>: all files are decoded before the first step, and bad ones are left out and
    /// counted.
    /// </summary>
    public string OnBadImage { get; init; } = "fail";

    /// <summary>
    /// The class names in label order. Null takes the order of the data, and is replaced by its names when the run starts. Data with the
    /// same classes in another order is reordered; data with other classes is refused.
    /// </summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Background threads that prepare batches; they never change the bits.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Whether images that cannot be read are left out.</summary>
    /// <exception cref="UnknownNameException"><see cref="OnBadImage"/> is in no table.</exception>
    internal bool LeavesOutBadImages => BadImages.LeftOut[OnBadImage];
}
