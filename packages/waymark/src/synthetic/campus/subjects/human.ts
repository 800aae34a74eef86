import { type Subject, subject } from "./subject.ts";

export const humanSubjects: readonly Subject[] = [
  subject("history", {
    weight: 0.9,
    companions: "languages, philosophy, economics, design",
    contexts: "in Historical Perspective, in the Archives, from Source to Story, through the Centuries",
    verbs: "interpret, date, contextualize, narrate, examine, reconstruct",
    subtopics: {
      "ancient history": [
        "Ancient History, Greece and Rome, Ancient Egypt, Classical Archaeology",
        "city states, the Roman republic, inscriptions, excavations, hieroglyphs, ancient trade routes, pottery, imperial administration",
      ],
      "medieval history": [
        "Medieval History, Medieval Europe, Crusades and Caliphates, Castles and Cathedrals",
        "feudal bonds, monasteries, illuminated manuscripts, guilds, pilgrimages, plague years, royal charters, Byzantine diplomacy",
      ],
      "modern history": [
        "Modern History, Revolutions, Nations and Empires, Twentieth-Century History",
        "industrialization, nationalism, the French revolution, world wars, mass politics, treaties, dictatorships, labour movements",
      ],
      "global history": [
        "Global History, Colonialism and Independence, Migration History, Atlantic World",
        "colonial rule, slavery, independence movements, diasporas, silk roads, missionaries, borderlands, ocean trade",
      ],
      "art history": [
        "Art History, Renaissance Art, Museums and Collections, Modern Art",
        "altarpieces, perspective painting, patronage, sculpture, impressionism, iconography, exhibitions, provenance",
      ],
      "historical methods": [
        "Historical Methods, Oral History, Digital History, Archives and Sources",
        "primary sources, interviews with witnesses, archival catalogues, source criticism, transcriptions, collective memory, historiography, local records",
      ],
    },
  }),
  subject("languages", {
    weight: 1.2,
    companions: "history, education, music, psychology",
    contexts: "across Languages, in Translation, for Language Teachers, and the Written Word",
    verbs: "translate, pronounce, annotate, compose, read, discuss",
    subtopics: {
      spanish: [
        "Spanish, Spanish Conversation, Spanish and Latin American Culture, Spanish for Work",
        "Spanish verbs, the subjunctive, Latin American short stories, everyday dialogues in Spanish, Spanish pronunciation, Andean culture, Spanish newspapers, Iberian cities",
      ],
      mandarin: [
        "Mandarin Chinese, Chinese Characters, Chinese Conversation, Business Chinese",
        "tones, characters and radicals, pinyin, measure words, Chinese festivals, calligraphy, Chinese dialogues, classical poems of China",
      ],
      linguistics: [
        "Linguistics, Phonetics, Syntax and Grammar, Language and Society",
        "phonemes, morphology, sentence structures, dialects, speech acts, language change, bilingualism, field recordings",
      ],
      literature: [
        "World Literature, Novels and Novelists, Poetry, Drama and Stage",
        "narrators, metaphors, epic poems, literary genres, modernist fiction, tragedy, close reading, literary criticism",
      ],
      "academic writing": [
        "Academic Writing, Essay Writing, Scientific English, Writing for Publication",
        "thesis statements, paragraphs, citations, abstracts, peer feedback, revision, arguments in essays, reference lists",
      ],
      "creative writing": [
        "Creative Writing, Short Stories, Screenwriting, Writing for Children",
        "plots, dialogue scenes, character sketches, points of view, drafts, story arcs, poems in free verse, picture books",
      ],
    },
  }),
  subject("philosophy", {
    weight: 0.7,
    companions: "history, psychology, mathematics, economics, health",
    contexts: "and the Good Life, in Philosophical Perspective, as a Moral Question, through Great Questions",
    verbs: "argue, question, defend, define, criticize, reconsider",
    subtopics: {
      ethics: [
        "Ethics, Everyday Ethics, Moral Philosophy, Ethics of Technology",
        "duties, virtues, utilitarian calculations, moral dilemmas, human rights, fairness, responsibility, informed consent",
      ],
      logic: [
        "Logic, Critical Thinking, Formal Logic, Paradoxes",
        "syllogisms, truth tables, quantifiers, fallacies, formal proofs, modal operators, completeness, self-reference",
      ],
      metaphysics: [
        "Metaphysics, Free Will, Mind and Body, Time and Existence",
        "causation, personal identity, consciousness, determinism, possible worlds, dualism, substances, persistence",
      ],
      "political philosophy": [
        "Political Philosophy, Justice, Democracy and Its Critics, Liberty and Power",
        "social contracts, civil disobedience, distributive justice, sovereignty, equality, legitimacy, property rights, public reason",
      ],
      "philosophy of science": [
        "Philosophy of Science, Theory of Knowledge, Science and Values, Scientific Revolutions",
        "falsification, induction, scientific explanations, paradigms, realism, evidence and belief, scepticism, laws of nature",
      ],
      "world philosophies": [
        "World Philosophies, Buddhist Thought, Ancient Philosophy, Confucian Ethics",
        "Platonic dialogues, Stoic exercises, emptiness, filial piety, meditation texts, Aristotelian categories, Daoist parables, Sufi poetry",
      ],
    },
  }),
  subject("psychology", {
    weight: 1.2,
    companions: "health, education, statistics, economics, philosophy",
    contexts: "and the Human Mind, with Behavioural Evidence, for Counsellors, in Everyday Behaviour",
    verbs: "observe, interview, assess, explain, measure, support",
    subtopics: {
      cognition: [
        "Cognitive Psychology, Memory and Attention, Perception, Thinking and Deciding",
        "working memory, selective attention, mental images, judgement under uncertainty, problem solving, visual illusions, forgetting, reaction times",
      ],
      "child development": [
        "Child Development, Developmental Psychology, Adolescence, Language Development",
        "attachment, developmental milestones, play, moral development, peer groups, parenting styles, early speech, temperament",
      ],
      "social psychology": [
        "Social Psychology, Groups and Influence, Attitudes and Persuasion, Intercultural Psychology",
        "conformity, stereotypes, group dynamics, persuasion, social identity, prejudice, cooperation, first impressions",
      ],
      "clinical psychology": [
        "Clinical Psychology, Psychotherapy, Anxiety and Depression, Counselling",
        "anxiety disorders, cognitive therapy, depression, diagnostic interviews, trauma, case formulations, therapeutic alliances, phobias",
      ],
      neuroscience: [
        "Neuroscience, Brain and Behaviour, Cognitive Neuroscience, Sleep and Dreams",
        "neurons, synapses, brain imaging, the hippocampus, neurotransmitters, sleep stages, motor control, brain lesions",
      ],
      "work psychology": [
        "Work Psychology, Leadership, Motivation, Organizational Behaviour",
        "job satisfaction, burnout, team roles, personnel selection, incentives at work, leadership styles, feedback talks, workplace stress",
      ],
    },
  }),
];
