import { type Subject, subject } from "./subject.ts";

export const naturalSubjects: readonly Subject[] = [
  subject("biology", {
    weight: 1,
    companions: "chemistry, health, environment, data science, statistics",
    contexts: "in the Life Sciences, for Biologists, in Living Systems, from Cell to Organism",
    verbs: "observe, classify, dissect, culture, sequence, trace",
    subtopics: {
      genetics: [
        "Genetics, Genomics, Heredity, Molecular Genetics",
        "chromosomes, gene expression, mutations, inheritance patterns, DNA sequencing, alleles, gene editing, regulatory networks",
      ],
      "cell biology": [
        "Cell Biology, Molecular Biology, Life of the Cell, Cell Signalling",
        "membranes, mitochondria, cell division, protein synthesis, signalling pathways, stem cells, the cytoskeleton, organelles",
      ],
      evolution: [
        "Evolution, Evolutionary Biology, Phylogenetics, Origins of Species",
        "natural selection, adaptations, fossil records, speciation, genetic drift, phylogenetic trees, sexual selection, common ancestors",
      ],
      microbiology: [
        "Microbiology, Virology, Bacteria and Viruses, Immunology",
        "bacterial cultures, antibodies, viral replication, biofilms, antibiotic resistance, fermentation, immune responses, pathogens",
      ],
      zoology: [
        "Zoology, Animal Behaviour, Vertebrates, Insects and Their World",
        "invertebrates, mating systems, foraging, migration routes, animal communication, nervous systems of animals, social insects, skeletons",
      ],
      botany: [
        "Botany, Plant Physiology, Plants and People, Flora and Fungi",
        "photosynthesis, root systems, pollination, leaf structures, plant hormones, seed dispersal, mycorrhizal fungi, flowering plants",
      ],
    },
  }),
  subject("chemistry", {
    weight: 0.8,
    companions: "biology, physics, environment, health",
    contexts: "at the Molecular Level, for Chemists, in the Chemical Laboratory, with Green Chemistry",
    verbs: "synthesize, titrate, measure, separate, balance, characterize",
    subtopics: {
      "organic chemistry": [
        "Organic Chemistry, Reaction Mechanisms, Carbon Compounds, Organic Synthesis",
        "functional groups, nucleophilic substitution, aromatic rings, stereoisomers, carbonyl compounds, retrosynthesis, polymers, esters",
      ],
      "inorganic chemistry": [
        "Inorganic Chemistry, Coordination Chemistry, Solid State Chemistry, Metals and Minerals",
        "transition metals, ligands, crystal lattices, oxidation states, coordination complexes, ionic bonds, semiconductors, catalysts",
      ],
      "physical chemistry": [
        "Physical Chemistry, Thermodynamics of Reactions, Chemical Kinetics, Electrochemistry",
        "reaction rates, activation energies, equilibrium constants, Gibbs energy, electrode potentials, phase diagrams, adsorption, rate laws",
      ],
      "analytical chemistry": [
        "Analytical Chemistry, Spectroscopy, Chromatography, Instrumental Analysis",
        "mass spectra, calibration curves, gas chromatography, infrared bands, detection limits, sample preparation, trace elements, nuclear magnetic resonance",
      ],
      biochemistry: [
        "Biochemistry, Enzymes and Metabolism, Protein Chemistry, Metabolic Pathways",
        "enzyme kinetics, amino acids, glycolysis, lipid bilayers, protein folding, coenzymes, nucleic acids, metabolic flux",
      ],
      materials: [
        "Materials Chemistry, Nanomaterials, Polymers and Plastics, Materials for Energy",
        "nanoparticles, thin films, battery electrodes, composites, glass transitions, surface coatings, porous solids, biodegradable plastics",
      ],
    },
  }),
  subject("physics", {
    weight: 0.8,
    companions: "mathematics, chemistry, environment, music",
    contexts: "for Physicists, with Physical Models, in Space and Time, from First Principles",
    verbs: "measure, simulate, calculate, calibrate, predict, demonstrate",
    subtopics: {
      mechanics: [
        "Classical Mechanics, Motion and Force, Fluid Mechanics, Analytical Dynamics",
        "conservation laws, rigid bodies, oscillations, Newtonian forces, angular momentum, viscous flow, Lagrangian methods, friction",
      ],
      electromagnetism: [
        "Electromagnetism, Electricity and Magnetism, Optics, Electronic Circuits",
        "electric fields, magnetic induction, circuits, Maxwell equations, polarized light, interference, lenses, capacitors",
      ],
      "quantum physics": [
        "Quantum Physics, Quantum Mechanics, Atoms and Photons, Quantum Information",
        "wave functions, energy levels, spin, entanglement, tunnelling, superposition, uncertainty relations, qubits",
      ],
      "thermal physics": [
        "Thermal Physics, Statistical Mechanics, Heat and Energy, Thermodynamics",
        "entropy, heat engines, ideal gases, phase transitions, Boltzmann factors, heat conduction, partition functions, temperature scales",
      ],
      astronomy: [
        "Astronomy, Astrophysics, Stars and Galaxies, Cosmology",
        "stellar spectra, planetary orbits, black holes, redshift, dark matter, telescopes, exoplanets, the cosmic background",
      ],
      "particle physics": [
        "Particle Physics, Nuclear Physics, Radiation and Matter, Relativity",
        "quarks, particle accelerators, radioactive decay, the standard model, neutrinos, spacetime, fission, detectors",
      ],
    },
  }),
  subject("environment", {
    weight: 0.9,
    companions: "biology, chemistry, economics, history, health",
    contexts: "for a Changing Climate, and Sustainability, in Rural Landscapes, in the Anthropocene",
    verbs: "monitor, map, conserve, assess, restore, survey",
    subtopics: {
      ecology: [
        "Ecology, Ecosystems, Population Ecology, Conservation Biology",
        "food webs, habitats, keystone species, population growth, biodiversity, invasive species, nutrient cycles, succession",
      ],
      climate: [
        "Climate Science, Climate Change, Meteorology, Atmosphere and Oceans",
        "greenhouse gases, climate models, carbon budgets, ocean currents, weather fronts, ice cores, radiative forcing, extreme events",
      ],
      "earth science": [
        "Geology, Earth Science, Plate Tectonics, Rocks and Rivers",
        "tectonic plates, sediments, volcanoes, erosion, groundwater, mineral deposits, earthquakes, geological maps",
      ],
      energy: [
        "Renewable Energy, Energy Systems, Energy Transition, Power Grids",
        "wind turbines, solar panels, energy storage, heat pumps, load curves, electricity grids, hydrogen, efficiency standards",
      ],
      "food and land": [
        "Sustainable Agriculture, Soil Science, Food Systems, Forestry",
        "soil fertility, crop rotation, irrigation, pesticides, forest stands, food supply chains, land use, compost",
      ],
      "urban planning": [
        "Urban Planning, Sustainable Cities, Geographic Information Systems, Transport Planning",
        "zoning plans, public transport, green spaces, satellite images, land registers, traffic counts, walkable streets, spatial queries",
      ],
    },
  }),
];
